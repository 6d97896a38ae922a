import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Redactor } from '../../../clients/transport/redact.js';
import { ENCODINGS, escapesOf, plainOf } from './encodings.js';

const redact = (text: string, secrets: readonly string[]) => new Redactor(secrets).text(text);

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

describe('a secret in base64', () => {
  const base64 = (text: string) => Buffer.from(text).toString('base64');

  it.each([
    ['alone', base64(SECRET)],
    ['without padding', base64(SECRET).replace(/=+$/, '')],
    ['of a URL', Buffer.from(SECRET).toString('base64url')],
    ['with an escaped slash', base64(SECRET).replaceAll('/', '\\/')],
    ['in a URL', encodeURIComponent(base64(SECRET))],
  ])('is taken out whole, %s', (_form, echoed) => {
    expect(redact(`before ${echoed} after`, [SECRET])).toBe('before [redacted] after');
  });

  it.each(['dr:', 'dr1:', 'dr12:', '\0user\0'])('is taken out behind "%s"', (before) => {
    const clean = redact(base64(`${before}${SECRET}, and more`), [SECRET]);
    const [left = '', right = ''] = clean.split('[redacted]');

    expect(clean).toContain('[redacted]');
    // What is left on both sides holds none of the bits of the secret.
    expect(left.length * 6).toBeLessThanOrEqual(before.length * 8);
    expect(right.replace(/=+$/, '').length * 6).toBeLessThan(', and more'.length * 8 + 6);
  });

  it('is taken out as user and password together', () => {
    expect(redact(`Basic ${base64('ab:cd')}`, ['cd', 'ab:cd'])).toBe('Basic [redacted]');
  });
});

describe('a long secret', () => {
  const token = Array.from({ length: 3_000 }, (_, at) => (at * 7919).toString(36)).join('');

  it('is taken out whole', () => {
    expect(redact(`a ${token} b`, [token])).toBe('a [redacted] b');
  });

  it('is taken out as far as it goes where the server has cut it', () => {
    expect(redact(`a ${token.slice(0, 2_000)}`, [token])).toMatch(/^a \[redacted\].{0,48}$/);
  });
});

describe('any secret', () => {
  const character = fc.oneof(
    fc.constantFrom(...Array.from('\\/"&<>\'+=%#;:. éüß😀\n\tuxn025aA')),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  );
  const secrets = fc.array(character, { minLength: 4, maxLength: 60 }).map((all) => all.join(''));

  /** Nothing that is left holds it, read by any of these ways. */
  function expectGone(text: string, secret: string, ways: readonly ((text: string) => string)[]) {
    const parts = redact(text, [secret]).split('[redacted]');

    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) {
      for (const way of ways) expect(way(part)).not.toContain(secret);
    }
  }

  it('is gone from a text in which each of its characters is escaped in another way', () => {
    const mixed = secrets.chain((secret) =>
      fc
        .tuple(...Array.from(secret, (one) => fc.constantFrom(...escapesOf(one))))
        .map((escapes) => ({ secret, text: `{"got":"Bearer ${escapes.join('')}","a":1}` })),
    );

    fc.assert(
      fc.property(mixed, ({ secret, text }) => {
        expectGone(text, secret, [(part) => part, plainOf]);
      }),
      { numRuns: 300 },
    );
  });

  it('is gone from what was encoded twice', () => {
    const encoding = fc.constantFrom(...ENCODINGS);

    fc.assert(
      fc.property(secrets, encoding, encoding, (secret, inner, outer) => {
        fc.pre(outer.name !== 'base64' || inner.name === 'nothing');
        const text = outer.encode(inner.encode(secret));

        expectGone(text, secret, [(part) => inner.decode(outer.decode(part))]);
      }),
      { numRuns: 300 },
    );
  });

  it('is gone from JSON, wherever in it', () => {
    fc.assert(
      fc.property(secrets, fc.jsonValue(), (secret, value) => {
        const json = { [`a${secret}`]: [`${secret}b`, { [secret]: value }], value } as const;

        const clean = new Redactor([secret]).json(json as never);

        expect(textsIn(clean).filter((text) => text.includes(secret))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});

function textsIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [String(value)];
  return Object.entries(value).flatMap(([name, item]) => [name, ...textsIn(item)]);
}

describe('JSON without secrets', () => {
  it('keeps all else as it is', () => {
    const value = { a: [1, true, null, 'x'], b: { c: '' } };

    expect(new Redactor(['canary']).json(value)).toEqual(value);
  });

  it('has no number that is one, though it has lost its last digits', () => {
    const secret = '12345678901234567890';
    const value = JSON.parse(`[${secret}, 1${secret.slice(0, 5)}0, 7]`) as number[];

    expect(new Redactor([secret, '12345']).json(value)).toEqual(['[redacted]', '[redacted]', 7]);
  });

  it('has no password, known or not', () => {
    const value = { adminPassword: 'hunter2', name: 'x' };

    expect(new Redactor([]).json(value)).toEqual({ adminPassword: '[redacted]', name: 'x' });
  });

  it('is nothing where it is nested too deeply to be looked through', () => {
    const value = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`) as never;

    expect(new Redactor(['canary']).json(value)).toBeNull();
  });
});

describe('10 MB', () => {
  const REPEATED = ['\\/', '\\A', '\\\\+', '+', '"', '&', '%', '%25', 'é', '/', ' '];
  const SECRETS = ['CANARYtk/ab+cd==', '/x+y="zz\\', `eyJ${'aB3-_z'.repeat(200)}`];
  const line = JSON.stringify({ a: 'x "y" <b> & http://x/y %20 \\ \n', got: 'Bearer CANARYtk/' });

  it.each([
    ['of JSON', line],
    ['of backslashes', '\\'],
    ['of percent signs', '%25'],
    ['of ampersands', '&amp;'],
    ['of the beginning of a secret', 'CANARYtk/ab+cd='],
  ])('%s are looked through in little time', (_what, piece) => {
    const text = piece.repeat(Math.ceil((10 * 1024 * 1024) / piece.length));
    const begin = process.cpuUsage();

    redact(text, SECRETS);

    const { user, system } = process.cpuUsage(begin);

    // About 100 ms; many times as much where V8 has seen too many expressions to do its best.
    expect((user + system) / 1_000).toBeLessThan(30_000);
  });

  it.each(REPEATED)('a secret of many %s is not looked for in each of many ways', (piece) => {
    const secret = `${piece.repeat(24)}b`;
    const escapes = [
      ...[1, 2, 3, 4, 5, 6].map((count) => '\\'.repeat(count)),
      ...[
        '\\\\\\u005c',
        '\\\\\\\\u0041',
        '\\\\\\u002b',
        '\\\\\\u0026quot;',
        '\ufffd',
        '%5C',
        '&#92;',
      ],
      ...['%2525', '&amp;amp;', '%C3%A9', '\\\\/', piece],
    ];
    const begin = process.cpuUsage();

    for (const one of escapes) {
      for (const other of ['', ...escapes]) redact(`${(one + other).repeat(200)}c`, [secret]);
    }

    expect(process.cpuUsage(begin).user / 1_000).toBeLessThan(30_000);
  });
});
