import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from '@jest/globals';
import { connectionNamed } from '../../cli/connection-named.js';
import type { Finding } from '../../cli/doctor/finding.js';
import { lookAtConnection } from '../../cli/doctor/look-at-connection.js';
import { runCli } from '../../cli/run-cli.js';
import { loadConfig } from '../../config/load-config.js';
import { parseScenario } from '../../simulator/scenario/parse-scenario.js';
import { startSimulator, type RunningSimulator } from '../../simulator/start-simulator.js';
import { fakeIo } from './fake-io.js';

export const PASSWORD = 'canary-7Tq2-pass';
export const KEY = 'canary-7Tq2-key';

/** The Console's lines for a key that may do everything. */
export const CONSOLE_KEY = `  apiKeys: [{ key: ${KEY}, role: PortalAdministrator }]`;

interface Ended {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

/** Both servers, simulated, a configuration that names them, and a folder for what is written. */
export interface ServerLab {
  readonly folder: string;
  readonly simulator: RunningSimulator;
  readonly drillbook: (...args: readonly string[]) => Promise<Ended>;
  /** What `doctor` sees of a connection. */
  readonly look: (connection: string) => Promise<readonly Finding[]>;
}

const opened: ServerLab[] = [];

afterEach(async () => {
  for (const { folder, simulator } of opened.splice(0)) {
    await simulator.close();
    await rm(folder, { recursive: true, force: true });
  }
});

/** `scenario` are its lines after the users and the Console. */
export async function startServerLab(
  scenario: string,
  consoleLines = CONSOLE_KEY,
  serverLines = '',
): Promise<ServerLab> {
  const folder = await mkdtemp(join(tmpdir(), 'drillbook-servers-'));
  const simulator = await startSimulator(
    parseScenario(scenarioText(scenario, consoleLines, serverLines)),
  );
  await writeFile(join(folder, 'temporal.config.yaml'), configText(simulator));
  const env = { EM_PASSWORD: PASSWORD, SPC_KEY: KEY };
  const lab: ServerLab = {
    folder,
    simulator,
    drillbook: async (...args) => {
      const io = fakeIo({ cwd: folder, env });
      const exitCode = await runCli(args, io);
      return { exitCode, out: io.out(), err: io.err() };
    },
    look: async (name) => {
      const { config } = await loadConfig({ file: null, env, cwd: folder });
      const io = { env, now: () => new Date() };
      return await lookAtConnection(connectionNamed(name, config), config, io);
    },
  };
  opened.push(lab);
  return lab;
}

const TENANT = `  tenants: [{ tenant: ABC Company, name: abc, password: ${PASSWORD} }]`;

function scenarioText(scenario: string, consoleLines: string, serverLines: string): string {
  return `
version: 1
server:
${serverLines}
  users:
    - { name: admin, password: ${PASSWORD}, role: PortalAdministrator }
    - { name: operator, password: ${PASSWORD}, role: RestoreOperator }
    - { name: user, password: ${PASSWORD}, role: PortalUser }
${scenario.includes('ERP databases') ? TENANT : ''}
console:
${consoleLines}
${scenario}
`;
}

function configText({ url, consoleUrl }: RunningSimulator): string {
  const em = (name: string, user: string, more = '') =>
    `  ${name}: { type: enterprise-manager, url: '${url}', username: ${user}, password: { env: EM_PASSWORD }${more} }`;
  return `connections:
${em('em', 'admin')}
${em('em-operator', 'operator')}
${em('em-user', 'user')}
${em('em-tenant', 'abc', ', tenant: true')}
  em-down: { type: enterprise-manager, url: 'http://127.0.0.1:9', username: x, password: { env: EM_PASSWORD } }
  msp: { type: service-provider-console, url: '${consoleUrl ?? ''}', apiKey: { env: SPC_KEY } }
  tickets: { type: http, url: 'https://tickets.example.com' }
`;
}
