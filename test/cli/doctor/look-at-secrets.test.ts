import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { lookAtSecrets } from '../../../cli/doctor/look-at-secrets.js';
import { loadConfig } from '../../../config/load-config.js';

const CONFIG = `connections:
  em: { type: enterprise-manager, url: 'https://em', username: dr, password: { env: EM } }
  msp: { type: service-provider-console, url: 'https://msp', apiKey: { env: KEY } }
  by-user: { type: service-provider-console, url: 'https://msp', username: dr, password: { file: no } }
`;

describe('lookAtSecrets', () => {
  it('looks up every reference of both kinds of servers, and shows none', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'drillbook-secrets-'));
    const file = join(folder, 'temporal.config.yaml');
    await writeFile(file, CONFIG);
    const env = { EM: 'canary-2Ws9' };
    const { config } = await loadConfig({ file, env, cwd: folder });

    const findings = await lookAtSecrets(config, null, { env });

    expect(findings.map(({ what, isGood }) => [what, isGood])).toEqual([
      ['secret em.username', true],
      ['secret em.password', true],
      ['secret msp.apiKey', false],
      ['secret by-user.username', true],
      ['secret by-user.password', false],
    ]);
    expect(JSON.stringify(findings)).not.toContain('canary');
  });
});
