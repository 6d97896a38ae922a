import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RunRecord } from '../../plan/run-record.js';
import type { PlanTruth } from '../../simulator/control/truth.js';
import type { TlsPair } from '../../simulator/http/em-server.js';
import { parseScenario } from '../../simulator/scenario/parse-scenario.js';
import { startSimulator, type RunningSimulator } from '../../simulator/start-simulator.js';
import { builtCommand } from './built-command.js';
import { startCommand, type CommandProcess, type Ended } from './command-process.js';
import { processesNaming } from './processes-naming.js';
import { until } from './until.js';

/** Must be found nowhere but on the wire to the server. */
export const PASSWORD = 'canary-5Kq9-pass';

/** The variable of the worker that holds it. */
const PASSWORD_VARIABLE = 'E2E_EM_PASSWORD';

/** Everything that a user of Drillbook has, in a folder of its own: nothing is shared with others. */
export interface Site {
  readonly folder: string;
  readonly simulator: RunningSimulator;
  /** The environment of every command; a test may add to it. */
  readonly env: NodeJS.ProcessEnv;
  /** Writes a file of the folder; gives its name. */
  write(name: string, text: string): Promise<string>;
  /** Runs a command to its end. */
  drillbook(...args: readonly string[]): Promise<Ended>;
  /** Starts a command that stays. */
  begin(args: readonly string[], input?: string): CommandProcess;
  /**
   * Starts `dev` on this site's database and waits until it is ready. The first one takes a free
   * port, and those after it the same one.
   */
  dev(...args: readonly string[]): Promise<CommandProcess>;
  /** What `status RUN --json` prints. */
  record(run: string): Promise<RunRecord>;
  /** Waits until the record of a run is as wanted. */
  recordWhen(run: string, isWanted: (record: RunRecord) => boolean): Promise<RunRecord>;
  truth(plan: string): PlanTruth;
  /** The names of the files of this site, and the commands, whose text holds this one. */
  findText(text: string): Promise<readonly string[]>;
  /** Ends everything; throws when a process of this site outlives that. */
  close(): Promise<void>;
}

export interface SiteOptions {
  /** The scenario's lines after `version` and `server`. */
  readonly scenario: string;
  /** Of the user at Enterprise Manager; only an administrator sees CDP replicas. */
  readonly role?: 'RestoreOperator' | 'PortalAdministrator';
  /** With it the simulator speaks HTTPS. */
  readonly tls?: TlsPair;
  /** The file temporal.config.yaml, made from the addresses of the simulator and of its Console. */
  readonly config?: (url: string, consoleUrl: string) => string;
}

export async function openSite(options: SiteOptions): Promise<Site> {
  const command = await builtCommand();
  const folder = await mkdtemp(path.join(tmpdir(), 'drillbook-e2e-'));
  const scenario = parseScenario(scenarioText(options.scenario, options.role));
  const simulator = await startSimulator(
    scenario,
    options.tls === undefined ? {} : { tls: options.tls },
  );
  const config = (options.config ?? ((url) => configText({ em: url })))(
    simulator.url,
    simulator.consoleUrl ?? '',
  );
  await writeFile(path.join(folder, 'temporal.config.yaml'), config);
  const env = ownEnvironment(folder);
  const started: CommandProcess[] = [];
  const begin: Site['begin'] = (args, input) => {
    const next = startCommand(command, args, {
      cwd: folder,
      env,
      ...(input === undefined ? {} : { input }),
    });
    started.push(next);
    return next;
  };
  const site: Site = {
    folder,
    simulator,
    env,
    write: async (name, text) => {
      await writeFile(path.join(folder, name), text);
      return name;
    },
    begin,
    drillbook: (...args) => begin(args).ended,
    dev: (...args) => startDev(begin, env, args),
    record: async (run) => {
      const { exitCode, stdout, stderr } = await begin(['status', run, '--json']).ended;
      if (exitCode !== 0)
        throw new Error(`status ${run} ended with ${String(exitCode)}: ${stderr}`);
      return JSON.parse(stdout) as RunRecord;
    },
    recordWhen: (run, isWanted) =>
      until(`run ${run} is as wanted`, async () => {
        const record = await site.record(run);
        return isWanted(record) ? record : null;
      }),
    truth: (name) => {
      const found = simulator.truth().plans.find((plan) => plan.name === name);
      if (found === undefined) throw new Error(`the scenario has no plan ${name}`);
      return found;
    },
    findText: async (text) => [
      ...started.flatMap(({ pid, stdout, stderr }) =>
        `${stdout()}${stderr()}`.includes(text) ? [`process ${pid}`] : [],
      ),
      ...(await filesHolding(folder, text)),
    ],
    close: async () => {
      for (const process of started) if (process.isRunning()) process.kill('SIGKILL');
      await Promise.all(started.map(({ ended }) => ended));
      await simulator.close();
      // Temporal's server goes by itself when its `dev` is dead.
      await until(`no process of ${folder} is left`, async () => {
        return (await processesNaming(folder)).length === 0;
      });
      await rm(folder, { recursive: true, force: true });
    },
  };
  return site;
}

/** A configuration with an Enterprise Manager per name. */
export function configText(urls: Readonly<Record<string, string>>, extra = ''): string {
  const connections = Object.entries(urls).map(
    ([name, url]) => `
  ${name}:
    type: enterprise-manager
    url: ${url}
    username: dr
    password: { env: ${PASSWORD_VARIABLE} }
    evidenceLag: 2s
    ${extra}`,
  );
  return `connections:${connections.join('')}\n`;
}

function scenarioText(text: string, role = 'RestoreOperator'): string {
  const user = `{ name: dr, password: ${PASSWORD}, role: ${role} }`;
  return `version: 1\nserver: { users: [${user}] }\n${text}`;
}

/** The user's own environment without what would lead a command to the user's own servers. */
function ownEnvironment(folder: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(TEMPORAL_(?!CLI$)|DRILLBOOK_|FORCE_COLOR$|NODE_OPTIONS$)/.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    XDG_STATE_HOME: path.join(folder, 'state'),
    [PASSWORD_VARIABLE]: PASSWORD,
  };
}

async function startDev(
  begin: Site['begin'],
  env: NodeJS.ProcessEnv,
  args: readonly string[],
): Promise<CommandProcess> {
  const port = env['TEMPORAL_ADDRESS'] === undefined ? ['--port', '0'] : [];
  const dev = begin(['dev', '--db', 'site.db', ...port, ...args]);
  await dev.wrote(/^ready$/m);
  env['TEMPORAL_ADDRESS'] = /^temporal +(\S+)$/m.exec(dev.stdout())?.[1] ?? '';
  return dev;
}

async function filesHolding(folder: string, text: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const name of await readdir(folder, { recursive: true })) {
    const file = path.join(folder, name);
    // The database is among them: a history is kept there as it is.
    if ((await stat(file)).isFile() && (await readFile(file)).includes(text)) found.push(name);
  }
  return found;
}
