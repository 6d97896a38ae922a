import type { Mode } from '../../plan/plan.js';
import { renderTargets } from '../../report/terminal/render-targets.js';
import { wrongUse } from '../command-error.js';
import { compileRunbook, type CompiledRunbook } from '../compile-runbook.js';
import { confirm } from '../confirm.js';
import { readEarlierRun } from '../earlier-run.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { followToEnd } from '../follow/follow-to-end.js';
import { givenInputs } from '../given-inputs.js';
import type { GlobalOptions } from '../global-options.js';
import type { Io } from '../io.js';
import { readMoment } from '../moment.js';
import { statedPerson } from '../person.js';
import { checkRunId, newRunId } from '../run-id.js';
import { startRun } from '../start-run.js';
import { openSession } from '../temporal/open-session.js';

export interface RunArgs {
  readonly file: string;
  readonly mode: Mode;
  readonly inputs: Readonly<Record<string, string>>;
  /** The whole id; null: a new one. */
  readonly id: string | null;
  readonly declaredAt: string | null;
  readonly wait: boolean;
  readonly preempt: boolean;
  readonly yes: boolean;
  readonly detach: boolean;
  readonly globals: GlobalOptions;
}

/** Compiles a runbook, starts the run and follows it to its end. */
export async function run(args: RunArgs, io: Io): Promise<ExitCode> {
  if (args.preempt && args.mode === 'drill') {
    throw wrongUse('--preempt is for live runs only; a drill can wait: --wait');
  }
  const runbook = await compileRunbook(args.file, args.mode, io);
  const inputs = await givenInputs(runbook.plan, args.inputs, (id) =>
    readEarlierRun(id, args.globals, io),
  );
  const id = runbook.plan.runbook.id;
  const runId = args.id === null ? newRunId(id, io.now()) : checkRunId(args.id, id);
  const declaredAt = declaredTime(args.declaredAt, io.now());
  if (args.mode === 'live') await confirmLive(runbook, args, io);
  const session = await openSession(args.globals, io);
  try {
    // Before the start: its answer can be lost, and then the id is what to look for.
    io.stderr.write(`run ${runId}\n`);
    await startRun(session, {
      runId,
      runbook,
      inputs,
      person: statedPerson(args.globals, io.env),
      reason: args.globals.reason,
      declaredAt,
      wait: args.wait,
      preempt: args.preempt,
      now: io.now(),
    });
    if (args.detach) {
      io.stdout.write(
        args.globals.json ? `${JSON.stringify({ run: { id: runId } })}\n` : `${runId}\n`,
      );
      return EXIT.done;
    }
    return await followToEnd(session, runId, { isJson: args.globals.json }, io);
  } finally {
    await session.close();
  }
}

async function confirmLive(runbook: CompiledRunbook, args: RunArgs, io: Io): Promise<void> {
  const { plan, planHash } = runbook;
  const what = [
    `This live run of ${plan.runbook.id} really fails over:`,
    ...renderTargets(plan.targets),
    `  plan ${planHash}`,
  ].join('\n');
  await confirm(io, { what, word: plan.runbook.id, yes: args.yes });
}

function declaredTime(text: string | null, now: Date): string | null {
  if (text === null) return null;
  const time = readMoment(text);
  if (time === null) {
    throw wrongUse(`--declared-at ${text} is no time with an offset, like 2026-11-21T03:00:00Z`);
  }
  if (time.getTime() > now.getTime()) throw wrongUse(`--declared-at ${text} is in the future`);
  return time.toISOString();
}
