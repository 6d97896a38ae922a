import { describe, expect, it } from '@jest/globals';
import { redact } from '../../../clients/transport/redact.js';

const SECRET = 'q7+/Z"x\\é &=w';

describe('a secret that a server echoes', () => {
  it.each([
    ['as it is', SECRET],
    ['in JSON', JSON.stringify(SECRET)],
    ['in JSON within JSON', JSON.stringify(JSON.stringify(SECRET))],
    ['in JSON with an escaped slash', JSON.stringify(SECRET).replaceAll('/', '\\/')],
    [
      'in JSON that escapes everything',
      SECRET.replace(
        /./gu,
        (one) => `\\u${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
      ),
    ],
    ['in XML', SECRET.replaceAll('&', '&amp;').replaceAll('"', '&quot;')],
    [
      'in HTML by numbers',
      SECRET.replace(/[^A-Za-z0-9]/gu, (one) => `&#x${one.charCodeAt(0).toString(16)};`),
    ],
    ['in a URL', encodeURIComponent(SECRET)],
    ['in a form', new URLSearchParams([['', SECRET]]).toString().slice(1)],
    [
      'in a URL in small letters',
      encodeURIComponent(SECRET).replace(/%../g, (one) => one.toLowerCase()),
    ],
  ])('is taken out %s', (_form, echoed) => {
    const clean = redact(`before ${echoed} after`, [SECRET]);

    expect(clean).toMatch(/^before "?(?:\\")?\[redacted\](?:\\")?"? after$/);
  });

  it('is taken out whole where another secret is a part of it', () => {
    expect(redact('user:pass+word', ['pass', 'pass+word'])).toBe('user:[redacted]');
  });

  it('leaves what only looks like its pattern', () => {
    expect(redact('a.b+c axb+c', ['a.b+c'])).toBe('[redacted] axb+c');
  });

  it('is taken out though it has backslashes in a row, in no time', () => {
    const secret = `a${'\\'.repeat(12)}b`;

    expect(redact(JSON.stringify(secret), [secret])).toBe('"[redacted]"');
    expect(redact('\\'.repeat(100_000), [secret, '/"x'])).not.toContain('[redacted]');
  });

  it('stays where it is so short that the gaps would show it', () => {
    expect(redact('a cat', ['cat'])).toBe('a cat');
  });
});
