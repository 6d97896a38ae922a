import { describe, expect, it } from '@jest/globals';
import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadConfig } from '../../config/load-config.js';
import { configOf, inFolder, problemsOf } from './config-folder.js';

const FULL = `
temporal: { address: temporal.example.com:7233, namespace: dr, taskQueue: dr-queue, tls: { caFile: t-ca.pem } }
worker: { healthPort: 8081, metricsPort: 9464, recordsFolder: run-records }
evidence: { folder: proofs, key: { file: audit.key } }
people:  { groups: { dr-leads: [dr-lead@example.com, dr-deputy@example.com] } }
connections:
  dr-em: { type: enterprise-manager, url: 'https://em.example.com:9398', username: { env: EM_USER },
           password: { file: secrets/em }, tls: { caFile: em-ca.pem }, maxRequests: 4,
           requestTimeout: 45s, evidenceLag: 1h }
  msp:   { type: service-provider-console, url: 'https://vspc.example.com:1280', apiKey: { env: VSPC_KEY } }
notifications:
  ops-chat: { type: webhook, url: { env: OPS_CHAT_URL } }
`;

const EM = `connections:
  dr-em:
    type: enterprise-manager
    url: https://em.example.com:9398
    username: admin
    password: { env: EM_PASSWORD }
`;

const SPC = `connections:
  msp:
    type: service-provider-console
    url: https://vspc.example.com:1280
`;

const HTTP = `connections:
  api:
    type: http
    url: https://a.example.com/v1
`;

describe('loadConfig', () => {
  it('gives the built-in defaults when the default file is missing', async () => {
    const { config } = await inFolder((cwd) => loadConfig({ file: null, env: {}, cwd }));

    expect(config.file).toBeNull();
    expect(config.temporal).toEqual({
      address: '127.0.0.1:7233',
      namespace: 'default',
      taskQueue: 'drillbook',
      tls: null,
      apiKey: null,
    });
    expect(config.connections.size).toBe(0);
  });

  it('refuses a file that was named and is missing', async () => {
    const loading = inFolder((cwd) => loadConfig({ file: 'other.yaml', env: {}, cwd }));

    await expect(loading).rejects.toThrow("the configuration other.yaml can't be read: ENOENT");
  });

  it('takes an empty file for the defaults', async () => {
    const config = await configOf('# nothing yet\n');

    expect(config.temporal.taskQueue).toBe('drillbook');
    expect(config.file).toBe('temporal.config.yaml');
  });

  it('reads every key of the public interface', async () => {
    const config = await configOf(FULL);

    expect(config.temporal.tls).toMatchObject({ caFile: join(config.folder, 't-ca.pem') });
    expect(config.worker).toEqual({
      healthPort: 8081,
      metricsPort: 9464,
      recordsFolder: join(config.folder, 'run-records'),
    });
    expect(config.evidence).toEqual({
      folder: join(config.folder, 'proofs'),
      key: expect.objectContaining({ kind: 'file', path: join(config.folder, 'audit.key') }),
    });
    expect(config.people.groups.get('dr-leads')).toEqual([
      'dr-lead@example.com',
      'dr-deputy@example.com',
    ]);
    expect(config.warnings).toEqual([]);
  });

  it('reads an Enterprise Manager connection with paths relative to the file', async () => {
    const config = await configOf(FULL);

    expect(config.connections.get('dr-em')).toEqual({
      type: 'enterprise-manager',
      name: 'dr-em',
      url: 'https://em.example.com:9398',
      username: {
        kind: 'env',
        name: 'EM_USER',
        where: 'connections.dr-em.username in temporal.config.yaml',
      },
      password: {
        kind: 'file',
        path: join(config.folder, 'secrets/em'),
        where: 'connections.dr-em.password in temporal.config.yaml',
      },
      tls: { caFile: join(config.folder, 'em-ca.pem'), insecure: false },
      maxRequests: 4,
      requestTimeoutSeconds: 45,
      evidenceLagSeconds: 3600,
      role: null,
      wire: 'xml',
      requestsPerSecond: null,
      account: { kind: 'user' },
    });
  });

  it.each([
    ['wire: json', { wire: 'json' }],
    ['requestsPerSecond: 5', { requestsPerSecond: 5 }],
    ['tenant: true', { account: { kind: 'tenant' } }],
    ['tenant: false', { account: { kind: 'user' } }],
    ['organization: vCDOrg1', { account: { kind: 'organization', name: 'vCDOrg1' } }],
  ])('reads %s of an Enterprise Manager', async (written, expected) => {
    const config = await configOf(`${EM}    ${written}\n`);

    expect(config.connections.get('dr-em')).toMatchObject(expected);
  });

  it('gives a short connection the documented defaults', async () => {
    const config = await configOf(EM);

    expect(config.connections.get('dr-em')).toMatchObject({
      username: { kind: 'literal', value: 'admin' },
      tls: { caFile: null, insecure: false },
      maxRequests: 8,
      requestTimeoutSeconds: 30,
      evidenceLagSeconds: 120,
    });
  });

  it('reads a Service Provider Console with a key and the documented defaults', async () => {
    const config = await configOf(FULL);

    expect(config.connections.get('msp')).toEqual({
      type: 'service-provider-console',
      name: 'msp',
      url: 'https://vspc.example.com:1280',
      auth: {
        kind: 'apiKey',
        key: {
          kind: 'env',
          name: 'VSPC_KEY',
          where: 'connections.msp.apiKey in temporal.config.yaml',
        },
      },
      tls: { caFile: null, insecure: false },
      maxRequests: 8,
      requestsPerSecond: null,
      requestTimeoutSeconds: 30,
      evidenceLagSeconds: 120,
      collectLagSeconds: 3600,
    });
  });

  it('reads every key of a Service Provider Console with a user', async () => {
    const config = await configOf(`${SPC}    username: dr
    password: { file: spc }
    tls: { caFile: spc-ca.pem, insecure: true }
    maxRequests: 4
    requestsPerSecond: 10
    requestTimeout: 1m
    evidenceLag: 5m
    collectLag: 2h
`);

    expect(config.connections.get('msp')).toMatchObject({
      auth: {
        kind: 'password',
        username: { kind: 'literal', value: 'dr' },
        password: { kind: 'file', path: join(config.folder, 'spc') },
      },
      tls: { caFile: join(config.folder, 'spc-ca.pem'), insecure: true },
      maxRequests: 4,
      requestsPerSecond: 10,
      requestTimeoutSeconds: 60,
      evidenceLagSeconds: 300,
      collectLagSeconds: 7200,
    });
    expect(config.warnings).toEqual([expect.stringContaining('connections.msp.tls.insecure')]);
  });

  it('warns of a key that travels in clear', async () => {
    const config = await configOf(
      `${SPC.replace('https:', 'http:')}    apiKey: { env: VSPC_KEY }\n`,
    );

    expect(config.warnings).toEqual([
      'connections.msp.url is http://: the API key travels in clear',
    ]);
  });

  it('loads a connection of type http with its defaults', async () => {
    const config = await configOf(`${HTTP}    token: { env: T }\n    headers: { X-Team: dr }\n`);

    expect(config.connections.get('api')).toEqual({
      type: 'http',
      name: 'api',
      url: 'https://a.example.com/v1',
      auth: { kind: 'bearer', token: { kind: 'env', name: 'T', where: expect.any(String) } },
      headers: new Map([['X-Team', { kind: 'literal', value: 'dr' }]]),
      tls: { caFile: null, insecure: false },
      requestTimeoutSeconds: 30,
    });
  });

  it.each([
    ['username: dr', 'has no password: username and password go together'],
    [
      'token: { env: T }\n    username: dr',
      'connections.api.token stands beside username or password: keep either the token or the user',
    ],
    ['headers: { X-Api-Key: abcdef }', 'connections.api.headers.X-Api-Key is a secret: write'],
    ['headers: { X-Auth: abcdef }', 'connections.api.headers.X-Auth is a secret: write'],
    ['headers: { Authorization: { env: T } }', 'headers.Authorization is not set here'],
    ['headers: { "X Team": dr }', 'headers.X Team is no name of a header'],
    ['retries: 3', 'unknown key retries'],
  ])('refuses a connection of type http with %s', async (lines, words) => {
    const problems = await problemsOf(`${HTTP}    ${lines}\n`);

    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(words);
    expect(problems[0]).not.toContain('abcdef');
  });

  it('warns of a token that travels in clear, and of no url without credentials', async () => {
    const plain = HTTP.replace('https:', 'http:');
    const [with_, without] = [
      await configOf(`${plain}    token: { env: T }\n`),
      await configOf(plain),
    ];

    expect(with_.warnings).toEqual(['connections.api.url is http://: the token travels in clear']);
    expect(without.warnings).toEqual([]);
  });

  it('warns of a plain url and of an insecure certificate', async () => {
    const config = await configOf(`${EM.replace('https:', 'http:')}    tls: { insecure: true }\n`);

    expect(config.warnings).toEqual([
      'connections.dr-em.url is http://: user name and password travel in clear',
      'connections.dr-em.tls.insecure is true: any certificate is taken, so anyone in between can act',
    ]);
  });

  it('resolves a merge key and ignores keys that begin with x-', async () => {
    const config = await configOf(`
x-em: &em { type: enterprise-manager, username: admin, password: { env: EM_PASSWORD } }
connections:
  a: { <<: *em, url: 'https://a.example.com:9398' }
`);

    expect(config.connections.get('a')).toMatchObject({ url: 'https://a.example.com:9398' });
  });
});

describe('what is wrong in a file', () => {
  it('names an unknown key, its place and the nearest known one', async () => {
    const problems = await problemsOf('temporal:\n  adress: 127.0.0.1:7233\n');

    expect(problems).toEqual([
      'temporal.config.yaml:2:3: temporal: unknown key adress; allowed: address, namespace, ' +
        'taskQueue, tls, apiKey; did you mean address?',
    ]);
  });

  it('gives a line to each problem', async () => {
    const problems = await problemsOf('worker: { healthPort: 0 }\npeeple: {}\n');

    expect(problems).toEqual([
      'temporal.config.yaml:1:23: worker.healthPort must be a whole number from 1 to 65535 (found 0)',
      'temporal.config.yaml:2:1: the configuration: unknown key peeple; allowed: temporal, worker, ' +
        'evidence, people, connections, notifications; did you mean people?',
    ]);
  });

  it('names an unknown key and a missing one within a connection', async () => {
    const problems = await problemsOf(
      `${EM.replace('    username: admin\n', '')}    maxRequest: 3\n`,
    );

    expect(problems).toEqual([
      'temporal.config.yaml:3:5: connections.dr-em.username is missing',
      expect.stringContaining(
        'temporal.config.yaml:6:5: connections.dr-em: unknown key maxRequest',
      ),
    ]);
  });

  it('refuses a secret in clear and does not echo it', async () => {
    const problems = await problemsOf(EM.replace('{ env: EM_PASSWORD }', 'hunter2'));

    expect(problems).toEqual([
      'temporal.config.yaml:6:15: connections.dr-em.password is a secret written in clear: write ' +
        '{ env: NAME } or { file: PATH } instead',
    ]);
  });

  it.each([
    ['{ env: "p@ss word" }'],
    ['{ hunter2: x }'],
    ['[hunter2]'],
    ['{ env: A, file: hunter2 }'],
  ])('does not echo what stands for a secret: %s', async (written) => {
    const [problem] = await problemsOf(EM.replace('{ env: EM_PASSWORD }', written));

    expect(problem).toContain('connections.dr-em.password is not a reference');
    expect(problem).not.toMatch(/hunter2|p@ss/);
  });

  it('does not echo a secret that YAML reads as an alias', async () => {
    const [problem] = await problemsOf(EM.replace('{ env: EM_PASSWORD }', '*hunter2'));

    expect(problem).not.toContain('hunter2');
  });

  it('refuses a literal secret in a connection of type http', async () => {
    const problems = await problemsOf(
      'connections: { api: { type: http, url: "https://a.example.com", token: hunter2 } }\n',
    );

    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/connections\.api\.token is a secret written in clear: write/);
    expect(problems[0]).not.toContain('hunter2');
  });

  it.each([
    ['', 'connections.msp has no credentials: give apiKey, or username and password'],
    ['username: dr', 'connections.msp has no password: username and password go together'],
    ['password: { env: P }', 'connections.msp has no username: username and password go together'],
    [
      'apiKey: { env: K }\n    username: dr',
      'connections.msp.apiKey stands beside username or password: keep either the key or the user',
    ],
    ['apiKey: hunter2', 'connections.msp.apiKey is a secret written in clear'],
    ['apiKye: { env: K }', 'connections.msp: unknown key apiKye'],
    [
      'apiKey: { env: K }\n    requestsPerSecond: 0',
      'connections.msp.requestsPerSecond must be a whole number from 1 to 1000 (found 0)',
    ],
  ])('refuses a Service Provider Console with %j', async (written, expected) => {
    const problems = await problemsOf(`${SPC}    ${written}\n`);

    expect(problems.join('\n')).toContain(expected);
    expect(problems.join('\n')).not.toContain('hunter2');
  });

  it('refuses a connection of a tenant that is one of an organization too', async () => {
    const problems = await problemsOf(`${EM}    tenant: true\n    organization: vCDOrg1\n`);

    expect(problems).toEqual([
      'temporal.config.yaml:8:19: connections.dr-em.organization and tenant: true exclude each ' +
        'other: the credentials belong to one of them',
    ]);
  });

  it('refuses a wire that it does not speak', async () => {
    const problems = await problemsOf(`${EM}    wire: yaml\n`);

    expect(problems[0]).toContain('connections.dr-em.wire must be one of xml, json (found yaml)');
  });

  it('refuses a literal webhook url', async () => {
    const problems = await problemsOf(
      FULL.replace('{ env: OPS_CHAT_URL }', 'https://hooks.example.com/T0KEN'),
    );

    expect(problems[0]).toMatch(/notifications\.ops-chat\.url is a secret written in clear/);
    expect(problems[0]).not.toContain('T0KEN');
  });

  it('refuses credentials in a url and does not echo them', async () => {
    const problems = await problemsOf(EM.replace('https://', 'https://admin:hunter2@'));

    expect(problems[0]).toContain('connections.dr-em.url must not hold credentials');
    expect(problems[0]).not.toContain('hunter2');
  });

  it('names the nearest type of a connection', async () => {
    const problems = await problemsOf(EM.replace('enterprise-manager', 'enterprise-manger'));

    expect(problems).toEqual([
      'temporal.config.yaml:3:11: connections.dr-em.type must be one of enterprise-manager, ' +
        'service-provider-console, http (found enterprise-manger); did you mean enterprise-manager?',
    ]);
  });

  it('refuses a duration without a unit', async () => {
    const problems = await problemsOf(`${EM}    requestTimeout: 30\n`);

    expect(problems).toEqual([
      'temporal.config.yaml:7:21: connections.dr-em.requestTimeout must be a duration like 250ms, ' +
        '30s, 5m, 1h30m or PT5M (found a number)',
    ]);
  });

  it('refuses a duration out of its bounds', async () => {
    const problems = await problemsOf(`${EM}    requestTimeout: 1h\n`);

    expect(problems[0]).toContain('requestTimeout must be a duration from 1s to 5m');
  });

  it.each([
    ['a: 1\na: 2\n', 'stands here twice'],
    ['temporal: { address: !!str x:1 }\n', 'tags (!...) are not allowed'],
    ['a: [1\n', "the YAML can't be read"],
    ['a: 1\n---\nb: 2\n', 'a second document begins here'],
    ['%YAML 1.1\n---\na: 1\n', 'temporal.config.yaml:1:7: this file is YAML 1.2'],
    ['%YAML 1.3\n---\na: 1\n', 'this directive is not known: remove the line'],
    ['- a list\n', 'the configuration must be a mapping with the keys'],
  ])('refuses YAML that is not one plain mapping: %j', async (yaml, expected) => {
    const problems = await problemsOf(yaml);

    expect(problems[0]).toContain(expected);
  });

  it('refuses a file of many megabytes before it reads it', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'big.yaml');
      await writeFile(file, '');
      // More than a text can hold.
      await truncate(file, 700_000_000);

      await expect(loadConfig({ file, env: {}, cwd: folder })).rejects.toThrow(
        `${file} is longer than 1000000 characters`,
      );
    });
  });

  it('refuses a certificate without its key', async () => {
    const problems = await problemsOf('temporal: { tls: { certFile: c.pem } }\n');

    expect(problems).toEqual([
      'temporal.tls: certFile and keyFile go together, only one of them is given',
    ]);
  });
});
