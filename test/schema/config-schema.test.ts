import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { schemaText } from '../../cli/commands/schema.js';
import { STARTER_CONFIG } from '../../cli/init/starter-config.js';
import { committed, undescribed, validator } from './validators.js';

const FILE = 'temporal.config.schema.json';
const complaints = validator(FILE);
const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

const EM = 'type: enterprise-manager, url: "https://em:9398", username: u, password: { env: P }';
const connection = (text: string) => `connections: { one: { ${text} } }`;

describe('schema/temporal.config.schema.json', () => {
  it('is what `npm run schema` makes of the schema that reads it', async () => {
    expect(committed(FILE)).toBe(await schemaText('config'));
  });

  it('says something about every key', () => {
    const isReference = (path: string) => /(?:^|\.)(?:env|file)$/.test(path);

    expect(undescribed(FILE).filter((path) => !isReference(path))).toEqual([]);
  });

  it('takes the shipped configuration, the one of the documents, and what init writes', () => {
    const [, example = ''] = /^```yaml\n([^]*?)^```$/m.exec(read('../../docs/configuration.md')) ?? [];

    expect(complaints(read('../../temporal.config.yaml'))).toEqual([]);
    expect(example).toContain('connections:');
    expect(complaints(example)).toEqual([]);
    expect(complaints(STARTER_CONFIG)).toEqual([]);
  });

  it.each([
    ['a Console with a key', connection('type: service-provider-console, url: "https://c:1280", apiKey: { env: K }')],
    ['another server', connection('type: http, url: "https://x", token: { file: t }, headers: { X-Site: dr, X-Api-Key: { env: K } }')],
    ['a channel', 'notifications: { a: { type: slack, url: { env: U }, events: [waiting, ended] } }'],
    ['mail', 'notifications: { a: { type: email, host: mx, from: "Dr <dr@x.de>", to: [a@x.de], user: u, password: { env: P } } }'],
    ['a free key', 'x-any: { thing: 1 }'],
    ['times', connection(`${EM}, requestTimeout: PT30S, evidenceLag: 1m30s`)],
  ])('takes %s', (_what, text) => {
    expect(complaints(text)).toEqual([]);
  });

  it.each([
    ['an unknown key', 'temporl: {}'],
    ['a port that is none', 'worker: { healthPort: 70000 }'],
    ['an address with a scheme', 'temporal: { address: "http://x:7233" }'],
    ['a password in clear', connection(EM.replace('{ env: P }', 'hunter2'))],
    ['a token in clear', connection('type: http, url: "https://x", token: hunter2')],
    ['a secret header in clear', connection('type: http, url: "https://x", headers: { X-Api-Key: hunter2 }')],
    ['credentials as a header', connection('type: http, url: "https://x", headers: { Authorization: { env: A } }')],
    ['a user beside a token', connection('type: http, url: "https://x", token: { env: T }, username: u, password: { env: P }')],
    ['a user without a password', connection('type: http, url: "https://x", username: u')],
    ['an event that there is not', 'notifications: { a: { type: slack, url: { env: U }, events: [begun] } }'],
    ['mail to nobody', 'notifications: { a: { type: email, host: mx, from: dr@x.de, to: [] } }'],
    ['mail with a user alone', 'notifications: { a: { type: email, host: mx, from: dr@x.de, to: [a@x.de], user: u } }'],
    ['a missing user', connection(EM.replace('username: u, ', ''))],
    ['a Console without credentials', connection('type: service-provider-console, url: "https://c:1280"')],
    ['an unknown type', connection('type: vbr')],
    ['a number for a duration', connection(`${EM}, requestTimeout: 30`)],
    ['credentials in a URL', connection(EM.replace('https://em', 'https://a:b@em'))],
    ['a channel whose address is written out', 'notifications: { a: { type: webhook, url: "https://x" } }'],
  ])('refuses %s', (_what, text) => {
    expect(complaints(text)).not.toEqual([]);
  });
});
