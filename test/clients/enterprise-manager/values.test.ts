import { describe, expect, it, jest } from '@jest/globals';
import { XMLValidator } from 'fast-xml-parser';
import { decodeEntities } from '../../../clients/enterprise-manager/entities.js';
import { resourceId } from '../../../clients/enterprise-manager/fields.js';
import { parseXml } from '../../../clients/enterprise-manager/xml.js';
import { apiRoot } from '../../../clients/transport/base-url.js';
import { Redactor } from '../../../clients/transport/redact.js';
import { timestamp, timestampOrNull } from '../../../clients/transport/timestamp.js';

describe('timestamp', () => {
  it.each([
    ['2014-10-19T05:59:18Z', '2014-10-19T05:59:18.000Z'],
    ['2020-05-06T20:29:50.1Z', '2020-05-06T20:29:50.100Z'],
    ['2020-05-06T20:29:50.13Z', '2020-05-06T20:29:50.130Z'],
    ['2015-12-29T15:13:37.7418767Z', '2015-12-29T15:13:37.741Z'],
    ['2015-12-29T15:13:37', '2015-12-29T15:13:37.000Z'],
    ['2015-12-29T15:13:37+02:00', '2015-12-29T13:13:37.000Z'],
  ])('reads %s', (text, expected) => {
    expect(timestamp(text, 'T')).toBe(expected);
  });

  it.each([
    ...['', 'now', '2015-02-30T00:00:00Z', '2015-13-01T00:00:00Z', '2015-12-29 15:13:37'],
    ...['2015-12-29T24:00:00Z', '2015-12-29T15:13:37+99:00', '0001-01-01T00:00:00Z'],
    ...['1753-01-01T00:00:00', '+012015-12-29T15:13:37Z'],
  ])('refuses %j', (text) => {
    expect(() => timestamp(text, 'Session.EndTimeUTC')).toThrow('Session.EndTimeUTC');
  });

  it.each(['0001-01-01T00:00:00', '1753-01-01T00:00:00Z'])('takes %s for none', (text) => {
    expect(timestampOrNull(text, 'T')).toBeNull();
  });
});

describe('decodeEntities', () => {
  it.each([
    ['a &amp; b &lt;c&gt; &quot;d&quot; &apos;e&apos;', `a & b <c> "d" 'e'`],
    ['&#65;&#x42;', 'AB'],
    ['&amp;lt;', '&lt;'],
    ['&nbsp;&copy;&foo;', '&nbsp;&copy;&foo;'],
    ['&#0;&#xD800;&#x110000;', '&#0;&#xD800;&#x110000;'],
  ])('reads %s', (text, expected) => {
    expect(decodeEntities(text)).toBe(expected);
  });
});

describe('parseXml', () => {
  it('keeps everything as text, and drops prefixes', () => {
    const root = parseXml('<v:A xmlns:v="u" v:n="007"><v:B>1e3</v:B><v:B>true</v:B></v:A>');

    expect(root.name).toBe('A');
    expect(root.attributes.get('n')).toBe('007');
    expect(root.children.map(({ text }) => text)).toEqual(['1e3', 'true']);
  });

  it('resolves no entity within CDATA', () => {
    const root = parseXml('<A>a&amp;<![CDATA[b&amp;<c>]]></A>');

    expect(root.text).toBe('a&b&amp;<c>');
  });
});

describe('an XML that says two things', () => {
  it.each([
    ['text beside elements', '<A>no<B/></A>', '<A> has text beside its elements'],
    ['an attribute in two namespaces', '<A x:n="1" n="2"/>', '@n stands there twice'],
    ['an attribute twice', '<A n="1" n="2"/>', 'the XML is broken'],
    ['two documents', '<A/><A/>', 'the XML has 2 root elements'],
    ['a NUL', '<A>a\u0000b</A>', 'has a control character'],
    ['a name with a control character', '<A\u0001/>', 'has a control character'],
  ])('is refused: %s', (_what, xml, expected) => {
    expect(() => parseXml(xml)).toThrow(expected);
  });

  it('may have comments and white space', () => {
    const root = parseXml(
      '<?xml version="1.0"?><!-- a --> <A>\n <B>Fin<!-- b -->ished</B>\n</A>\n',
    );

    expect(root.children[0]?.text).toBe('Finished');
  });

  it('has no declarations of namespaces among its attributes', () => {
    const root = parseXml('<A xmlns="u" xmlns:UID="urn:x" UID="1"/>');

    expect([...root.attributes]).toEqual([['UID', '1']]);
  });
});

describe('an XML that is made to cost', () => {
  it.each([
    ['10 MB of elements', `<A>${'<b/>'.repeat(2_600_000)}</A>`],
    ['10 MB of open elements', '<a>'.repeat(3_500_000)],
    ['a tag with 10 MB of attributes', `<A ${'a="" '.repeat(2_000_000)}/>`],
    ['many attributes', `<A>${`<b ${'a= '.repeat(10)}/>`.repeat(300_000)}</A>`],
    ['a name of 10 MB', `<${'a'.repeat(10_000_000)}/>`],
    ['10 MB of nothing but <', '<'.repeat(10_000_000)],
    ['an attribute without an end', `<A b="${'x'.repeat(10_000_000)}`],
  ])('is refused before it is parsed: %s', (_what, xml) => {
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    const validate = jest.spyOn(XMLValidator, 'validate');

    expect(() => parseXml(xml)).toThrow('too many elements or too long a tag');

    expect(validate).not.toHaveBeenCalled();
    validate.mockRestore();
  });

  it('takes a long text', () => {
    const text = 'x'.repeat(1_000_000);

    expect(parseXml(`<A><![CDATA[${text}]]></A>`).text).toBe(text);
  });
});

describe('ids', () => {
  const of = (uid: string, href = '') => resourceId(parseXml(`<A UID="${uid}" Href="${href}"/>`));
  const GUID = 'ae01e36f-32a3-4095-95fa-09a2af744009';
  const HREF = `https://em:9398/api/failoverPlans/${GUID}?format=Entity`;

  it('are the tail of the UID, else of the path of the Href', () => {
    expect(of(`urn:veeam:FailoverPlan:${GUID.toUpperCase()}`)).toBe(GUID);
    expect(of('', HREF)).toBe(GUID);
  });

  it.each([
    ['longer', `urn:veeam:FailoverPlan:${GUID}0`],
    ['shorter', `urn:veeam:FailoverPlan:${GUID.slice(1)}`],
    ['a part of a word', `urn:veeam:FailoverPlan:x${GUID}`],
    ['a part of a longer one', `urn:veeam:FailoverPlan:0000-${GUID}`],
    ['of absurd length', `urn:${'x'.repeat(2_000)}:${GUID}`],
  ])('that are %s are refused, whatever the Href says', (_what, uid) => {
    expect(() => of(uid, HREF)).toThrow('A@UID "urn:');
  });
});

describe('apiRoot', () => {
  it.each([
    ['https://em.example.com:9398', 'https://em.example.com:9398/api'],
    ['https://em.example.com:9398/', 'https://em.example.com:9398/api'],
    ['https://em.example.com:9398/api/', 'https://em.example.com:9398/api'],
    ['https://proxy.example.com/em', 'https://proxy.example.com/em/api'],
  ])('of %s is %s', (url, expected) => {
    expect(apiRoot(url, '/api')).toBe(expected);
  });

  it('refuses credentials and does not echo them', () => {
    expect(() => apiRoot('https://admin:hunter2@em', '/api')).toThrow(
      /^(?!.*hunter2).*credentials/,
    );
  });
});

describe('a Redactor', () => {
  it.each([
    ['{"Password":"a\\"b","x":1}', '{"Password":"[redacted]","x":1}'],
    ['<TenantPassword>abc</TenantPassword>', '<TenantPassword>[redacted]</TenantPassword>'],
    ['X-RestSvcSessionId=NDRjZmJk; Path', 'X-RestSvcSessionId=[redacted]; Path'],
    ['{"adminPassword" : "abc"}', '{"adminPassword" : "[redacted]"}'],
    ['X-RestSvcSessionId is missing', 'X-RestSvcSessionId is missing'],
  ])('makes of %s: %s', (text, expected) => {
    expect(new Redactor([]).text(text)).toBe(expected);
  });
});
