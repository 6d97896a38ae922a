import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { lookAtConnection } from '../../../cli/doctor/look-at-connection.js';
import type { Finding } from '../../../cli/doctor/finding.js';
import { loadConfig } from '../../../config/load-config.js';
import { parseScenario } from '../../../simulator/scenario/parse-scenario.js';
import { startSimulator, type RunningSimulator } from '../../../simulator/start-simulator.js';

const KEY = 'canary-key-5Rw8';
const SCENARIO = `
version: 1
console: { apiKeys: [{ key: ${KEY}, role: PortalAdministrator }] }
failoverPlans:
  - name: ERP portal
    machines: [{ name: web01, takes: 1s }]
`;

describe('doctor at a Service Provider Console', () => {
  let simulator: RunningSimulator;
  afterEach(async () => {
    await simulator.close();
  });

  it('names the role, the plans that it sees and the clock', async () => {
    simulator = await startSimulator(parseScenario(SCENARIO));

    const findings = await look(simulator.consoleUrl ?? '', KEY);

    expect(findings.map(({ what, isGood }) => [what, isGood])).toEqual([
      ['credentials msp', true],
      ['role msp', true],
      ['clock msp', true],
    ]);
    expect(findings[0]?.seen).toContain('PortalAdministrator');
    expect(findings[1]?.seen).toBe('sees 1 failover plans');
  });

  it('says that a key is refused, without it', async () => {
    simulator = await startSimulator(parseScenario(SCENARIO));

    const findings = await look(simulator.consoleUrl ?? '', 'canary-wrong-3Kd1');

    expect(findings).toMatchObject([{ what: 'connection msp', isGood: false }]);
    expect(JSON.stringify(findings)).not.toContain('canary');
  });
});

async function look(url: string, key: string): Promise<readonly Finding[]> {
  const file = join(await mkdtemp(join(tmpdir(), 'drillbook-doctor-')), 'temporal.config.yaml');
  await writeFile(
    file,
    `connections: { msp: { type: service-provider-console, url: '${url}', apiKey: { env: KEY } } }\n`,
  );
  const env = { KEY: key };
  const { config } = await loadConfig({ file, env, cwd: tmpdir() });
  const connection = config.connections.get('msp');
  if (connection === undefined) throw new Error('the configuration has no connection msp');
  return await lookAtConnection(connection, config, { env, now: () => new Date() });
}
