import { describe, expect, it } from '@jest/globals';
import { decodeEntities } from '../../../clients/enterprise-manager/entities.js';
import { parseXml } from '../../../clients/enterprise-manager/xml.js';
import { apiRoot } from '../../../clients/transport/base-url.js';
import { redact } from '../../../clients/transport/redact.js';
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

  it.each(['', 'now', '2015-02-30T00:00:00Z', '2015-13-01T00:00:00Z', '2015-12-29 15:13:37'])(
    'refuses %j',
    (text) => {
      expect(() => timestamp(text, 'Session.EndTimeUTC')).toThrow('Session.EndTimeUTC');
    },
  );

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

describe('redact', () => {
  it.each([
    ['{"Password":"a\\"b","x":1}', '{"Password":"[redacted]","x":1}'],
    ['<TenantPassword>abc</TenantPassword>', '<TenantPassword>[redacted]</TenantPassword>'],
    ['X-RestSvcSessionId=NDRjZmJk; Path', 'X-RestSvcSessionId=[redacted]; Path'],
    ['{"adminPassword" : "abc"}', '{"adminPassword" : "[redacted]"}'],
    ['X-RestSvcSessionId is missing', 'X-RestSvcSessionId is missing'],
  ])('makes of %s: %s', (text, expected) => {
    expect(redact(text, [])).toBe(expected);
  });
});
