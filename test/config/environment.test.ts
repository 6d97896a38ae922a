import { describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { configOf, problemsOf } from './config-folder.js';

const FILE = 'temporal: { address: file.example.com:7233, namespace: file }\n';

describe('TEMPORAL_* variables', () => {
  it('win over the file', async () => {
    const { temporal } = await configOf(FILE, {
      TEMPORAL_ADDRESS: 'env.example.com:7233',
      TEMPORAL_NAMESPACE: 'env',
    });

    expect(temporal).toMatchObject({ address: 'env.example.com:7233', namespace: 'env' });
  });

  it('count as not set when they are empty', async () => {
    const { temporal } = await configOf(FILE, { TEMPORAL_ADDRESS: '', TEMPORAL_API_KEY: '' });

    expect(temporal).toMatchObject({ address: 'file.example.com:7233', apiKey: null });
  });

  it('give an API key as a reference, never its value, and switch TLS on', async () => {
    const config = await configOf(FILE, { TEMPORAL_API_KEY: 'hunter2' });

    expect(config.temporal.apiKey).toMatchObject({ kind: 'env', name: 'TEMPORAL_API_KEY' });
    expect(config.temporal.tls).not.toBeNull();
    expect(JSON.stringify(config)).not.toContain('hunter2');
  });

  it('name TLS files relative to the working folder', async () => {
    const { temporal, folder } = await configOf(FILE, {
      TEMPORAL_TLS_CLIENT_CERT_PATH: 'c.pem',
      TEMPORAL_TLS_CLIENT_KEY_PATH: 'k.pem',
      TEMPORAL_TLS_SERVER_NAME: 'temporal.internal',
    });

    expect(temporal.tls).toEqual({
      caFile: null,
      certFile: join(folder, 'c.pem'),
      keyFile: join(folder, 'k.pem'),
      serverName: 'temporal.internal',
    });
  });

  it('switch TLS off', async () => {
    const { temporal } = await configOf('temporal: { tls: true }\n', { TEMPORAL_TLS: 'false' });

    expect(temporal.tls).toBeNull();
  });

  it('warn when an API key would travel without TLS', async () => {
    const { warnings } = await configOf('', { TEMPORAL_API_KEY: 'k', TEMPORAL_TLS: 'false' });

    expect(warnings).toEqual([
      'temporal: the API key travels without TLS, readable by anyone in between',
    ]);
  });

  it.each([
    [{ TEMPORAL_TLS: 'maybe' }, 'environment variable TEMPORAL_TLS must be true or false'],
    [
      { TEMPORAL_ADDRESS: 'http://host' },
      'environment variable TEMPORAL_ADDRESS must be host:port, like 127.0.0.1:7233',
    ],
  ])('are checked: %j', async (env, expected) => {
    const problems = await problemsOf('', env);

    expect(problems).toEqual([expected]);
  });

  it('name what is supported when a TLS variable is not', async () => {
    const problems = await problemsOf('', { TEMPORAL_TLS_CLIENT_KEY_DATA: 'hunter2' });

    expect(problems[0]).toContain('TEMPORAL_TLS_CLIENT_KEY_DATA is not supported; allowed:');
    expect(problems[0]).not.toContain('hunter2');
  });
});
