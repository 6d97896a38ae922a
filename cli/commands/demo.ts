import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Config } from '../../config/config.js';
import { compileRunbook } from '../compile-runbook.js';
import { DEMO_PASSWORD, startScenario, type StartedScenario } from '../dev/demo-simulator.js';
import { makeEnding, type Ending } from '../dev/ending.js';
import { getServer } from '../dev/get-server.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { followRun } from '../follow/follow-run.js';
import { givenInputs } from '../given-inputs.js';
import type { GlobalOptions } from '../global-options.js';
import type { Io } from '../io.js';
import { loadSettings } from '../load-settings.js';
import { makeLogger } from '../logger.js';
import { statedPerson } from '../person.js';
import { renderHtml } from '../../report/html/render-html.js';
import { readReport } from '../read-report.js';
import { writeReport } from '../write-report.js';
import { readRun, withTemporalsWord } from '../read-run.js';
import { newRunId } from '../run-id.js';
import { exitCodeOf, showRun } from '../show-run.js';
import { startRun } from '../start-run.js';
import { connect } from '../temporal/open-session.js';
import type { TemporalSession } from '../temporal/temporal-session.js';
import { packageFolder } from '../version.js';

export interface DemoArgs {
  /** Where the drill's report goes as a page; null: nowhere. */
  readonly report: string | null;
  readonly globals: GlobalOptions;
}

/**
 * Runs the demo's drill against a simulated server, with a Temporal server and a worker of its own
 * in a temporary folder; nothing of it is left behind.
 */
export async function demo(args: DemoArgs, io: Io): Promise<ExitCode> {
  const ending = makeEnding((text) => {
    io.stderr.write(`${text}\n`);
  });
  try {
    const folder = await mkdtemp(join(tmpdir(), 'drillbook-demo-'));
    ending.add('the temporary folder', () => rm(folder, { recursive: true, force: true }));
    const { session, scenario } = await prepare(folder, io, ending);
    const exitCode = await drill(session, args, io);
    if (!args.globals.json) io.stdout.write(ownCount(scenario));
    return exitCode;
  } finally {
    await ending.run();
  }
}

interface Prepared {
  readonly session: TemporalSession;
  readonly scenario: StartedScenario;
}

async function prepare(folder: string, io: Io, ending: Ending): Promise<Prepared> {
  const databaseFile = join(folder, 'demo.db');
  const server = await getServer({ port: 0, uiPort: null, databaseFile, logFile: null }, io);
  ending.add("Temporal's server", server.stop);
  io.stderr.write(`Temporal's server answers at ${server.address}\n`);
  const scenario = await startScenario(null, { port: 0, controlPort: 0 }, io);
  ending.add('the simulator', () => scenario.simulator.close());
  io.stderr.write(`a simulated Veeam server answers at ${scenario.simulator.url}\n`);
  const env = demoEnvironment(io.env, scenario.password);
  const config = await writeConfig(folder, server.address, scenario.simulator.url, { ...io, env });
  const { startWorker } = await import('../../worker/start-worker.js');
  const worker = await startWorker({
    config,
    env,
    address: server.address,
    logger: makeLogger(io, 'error'),
  });
  // Handled where it is awaited; a worker that dies early shows in the run that nobody takes.
  worker.stopped.catch(() => undefined);
  ending.add('the worker', () => worker.stop());
  const session = await connect(config, { ...io, env });
  ending.add('the connection', () => session.close());
  return { session, scenario };
}

/** Without the user's own TEMPORAL_ variables: the demo talks to its own server only. */
function demoEnvironment(env: NodeJS.ProcessEnv, password: string): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !name.startsWith('TEMPORAL_'));
  return { ...Object.fromEntries(kept), [DEMO_PASSWORD]: password };
}

async function writeConfig(
  folder: string,
  address: string,
  url: string,
  io: Pick<Io, 'cwd' | 'env'>,
): Promise<Config> {
  const file = join(folder, 'temporal.config.yaml');
  const lines = [
    `temporal: { address: '${address}', namespace: default, taskQueue: drillbook-demo }`,
    `worker: { recordsFolder: records }`,
    'connections:',
    '  demo-em:',
    '    type: enterprise-manager',
    `    url: '${url}'`,
    '    username: dr',
    `    password: { env: ${DEMO_PASSWORD} }`,
    '    evidenceLag: 5s',
  ];
  await writeFile(file, `${lines.join('\n')}\n`);
  return await loadSettings({ config: file }, io);
}

async function drill(
  session: TemporalSession,
  { globals, report }: DemoArgs,
  io: Io,
): Promise<ExitCode> {
  const file = join(packageFolder(), 'runbooks', 'demo-drill.yaml');
  const runbook = await compileRunbook(file, 'drill', io);
  const runId = newRunId(runbook.plan.runbook.id, io.now());
  await startRun(session, {
    runId,
    runbook,
    inputs: await givenInputs(runbook.plan, {}, () => Promise.resolve({})),
    person: statedPerson(globals, io.env),
    reason: globals.reason === '' ? 'demo' : globals.reason,
    declaredAt: null,
    wait: false,
    preempt: false,
    now: io.now(),
  });
  io.stderr.write(`run ${runId}\n`);
  const end = await followRun(session, runId, io);
  if (end.kind === 'stopped') {
    io.stderr.write('the demo was stopped before its drill ended\n');
    return EXIT.failed;
  }
  const reading =
    end.record === null
      ? await readRun(session, end.execution, io)
      : { source: 'worker' as const, record: withTemporalsWord(end.record, end.execution) };
  showRun(reading, globals.json, io);
  if (report !== null && reading.source !== 'temporal') {
    const input = await readReport(session, reading.record, io.now());
    await writeReport(resolve(io.cwd, report), renderHtml(input));
    io.stderr.write(`the drill's report is in ${report}\n`);
  }
  return exitCodeOf(reading.record);
}

/** What the simulated server itself counted: proof that nothing was done twice. */
function ownCount({ simulator }: StartedScenario): string {
  const lines = simulator
    .truth()
    .plans.map(
      (plan) =>
        `  ${plan.name}: ${counted('tested', plan.tested)}, ` +
        `${counted('started', plan.started)}, ${counted('undone', plan.undone)}`,
    );
  return `\nThe simulator's own count\n${lines.join('\n')}\n`;
}

function counted(what: string, count: number): string {
  if (count === 0) return `never ${what}`;
  return count === 1 ? `${what} once` : `${what} ${count} times`;
}
