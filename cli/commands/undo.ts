import { planHash, sha256 } from '../../plan/canonical.js';
import { compile } from '../../compiler/compile.js';
import { refused, wrongUse } from '../command-error.js';
import type { CompiledRunbook } from '../compile-runbook.js';
import { confirm } from '../confirm.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { followToEnd } from '../follow/follow-to-end.js';
import type { GlobalOptions } from '../global-options.js';
import type { Io } from '../io.js';
import { statedPerson } from '../person.js';
import { newRunId } from '../run-id.js';
import { startRun } from '../start-run.js';
import { listDrivenTargets } from '../temporal/driven-targets.js';
import { describeExecution } from '../temporal/execution.js';
import { openSession } from '../temporal/open-session.js';
import { readRunInput } from '../temporal/run-input.js';
import type { TemporalSession } from '../temporal/temporal-session.js';
import {
  failedOverBy,
  leftToChildren,
  lossOf,
  lossOfOpen,
  nothingToUndo,
  type FailedOver,
} from '../undo/failed-over.js';
import { undoRunbook } from '../undo/undo-runbook.js';
import { steer } from './steer.js';

export interface UndoArgs {
  readonly run: string;
  readonly yes: boolean;
  readonly wait: boolean;
  readonly detach: boolean;
  readonly globals: GlobalOptions;
}

/**
 * Undoes what a run has started: a run that goes on is told to end and to undo; of one that is over,
 * a new live run undoes what is still marked as failed over by it.
 */
export async function undo(args: UndoArgs, io: Io): Promise<ExitCode> {
  const session = await openSession(args.globals, io);
  try {
    const { isOpen, summary } = await describeExecution(session, args.run);
    const failedOver = failedOverBy(await listDrivenTargets(session), args.run);
    if (isOpen) {
      const what = `Run ${args.run} goes on. It begins nothing more, follows what runs, and then undoes what it has started, the newest first.`;
      await confirm(io, {
        what: [what, ...lossOfOpen(failedOver)].join('\n'),
        word: summary.runbook,
        yes: args.yes,
      });
    } else {
      if (summary.mode === 'drill') {
        throw refused(
          `run ${args.run} was a drill: it has cleaned up itself; what it left over is in its record (drillbook status ${args.run})`,
        );
      }
      return await undoEnded(session, failedOver, args, io);
    }
  } finally {
    await session.close();
  }
  const { run, globals } = args;
  const nothing = { step: null, item: null, machines: [], choice: null };
  return await steer({ verb: 'undo', run, ...nothing, globals }, io);
}

async function undoEnded(
  session: TemporalSession,
  failedOver: FailedOver,
  args: UndoArgs,
  io: Io,
): Promise<ExitCode> {
  const { run, yes, wait, detach, globals } = args;
  if (failedOver.plans.length === 0) throw refused(nothingToUndo(run, failedOver));
  const runbook = await undoingRunbook(session, run, failedOver);
  const { id } = runbook.plan.runbook;
  const what = [
    `This undoes what run ${run} has failed over:`,
    ...lossOf(failedOver),
    ...leftToChildren(failedOver),
  ].join('\n');
  await confirm(io, { what, word: id, yes });
  const runId = newRunId(id, io.now());
  // Before the start: its answer can be lost, and then the id is what to look for.
  io.stderr.write(`run ${runId}\n`);
  await startRun(session, {
    runId,
    runbook,
    inputs: {},
    person: statedPerson(globals, io.env),
    reason: globals.reason,
    declaredAt: null,
    wait,
    preempt: false,
    undoes: run,
    now: io.now(),
  });
  if (detach) {
    io.stdout.write(globals.json ? `${JSON.stringify({ run: { id: runId } })}\n` : `${runId}\n`);
    return EXIT.done;
  }
  return await followToEnd(session, runId, { isJson: globals.json }, io);
}

async function undoingRunbook(
  session: TemporalSession,
  run: string,
  { plans }: FailedOver,
): Promise<CompiledRunbook> {
  const input = await readRunInput(session, run);
  if (input === null) {
    throw wrongUse(`Temporal no longer keeps run ${run}: undo it by a runbook with steps "undo"`);
  }
  const marked = plans.map(({ target, name, connection, since }) => ({
    key: target,
    name,
    connection,
    since,
  }));
  const { source, problem } = undoRunbook(input.plan, run, marked);
  if (source === null) throw refused(problem);
  const file = `undo of ${run}`;
  const { plan, diagnostics } = compile(source, { file, mode: 'live' });
  if (plan === null) {
    throw new Error(
      `the runbook that undoes ${run} has errors: ${diagnostics.map(({ message }) => message).join('; ')}`,
    );
  }
  return {
    file,
    source,
    plan,
    planHash: planHash(plan),
    runbookHash: sha256(new TextEncoder().encode(source)),
    schedule: null,
    childSources: {},
  };
}
