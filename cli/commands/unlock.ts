import { holdWorkflowId } from '../../plan/workflow-names.js';
import { refused, wrongUse } from '../command-error.js';
import { confirm } from '../confirm.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { findTarget } from '../find-target.js';
import type { GlobalOptions } from '../global-options.js';
import type { Io } from '../io.js';
import { statedPerson } from '../person.js';
import { label, listDrivenTargets, type DrivenTarget } from '../temporal/driven-targets.js';
import { openSession } from '../temporal/open-session.js';
import {
  memoIfOpen,
  pinOpenWorkflow,
  unlessGone,
  type PinnedWorkflow,
} from '../temporal/pin-workflow.js';
import { queryRecord } from '../temporal/query-record.js';
import type { TemporalSession } from '../temporal/temporal-session.js';
import { waitUntilClosed } from '../temporal/wait-until-closed.js';

export interface UnlockArgs {
  readonly target: string;
  readonly yes: boolean;
  readonly globals: GlobalOptions;
}

const CLOSE_LIMIT_MS = 5000;

/**
 * Frees a target whose run no worker serves any more. Refused (exit 1) while the holding run is
 * running and a worker answers for it: that run is to be aborted instead. It is looked at again
 * after the question, because a person may take a while to answer it.
 */
export async function unlock(args: UnlockArgs, io: Io): Promise<ExitCode> {
  const { reason } = args.globals;
  if (reason === '') throw wrongUse('unlock needs --reason: it is kept with the hold');
  const session = await openSession(args.globals, io);
  try {
    const target = findTarget(await listDrivenTargets(session), args.target);
    if (target.heldBy === null) {
      throw wrongUse(
        `${label(target)} is not held; it is failed over (see: drillbook release --help)`,
      );
    }
    // The list of targets may be a moment old; this hold, and no later one, is what is ended.
    const hold = await pinOpenWorkflow(session, holdWorkflowId(target.target));
    if (hold === null) throw notHeldAnyMore(target);
    const holder = holderOf(hold) ?? target.heldBy;
    await refuseWhileServed(session, target, holder);
    const what =
      `${label(target)} is held by run ${holder}, which no worker serves. ` +
      'If that run comes back, two runs may drive the target.';
    await confirm(io, { what, word: target.name, yes: args.yes, hasReason: true });
    if ((await memoIfOpen(hold)) === null) throw notHeldAnyMore(target);
    await refuseWhileServed(session, target, holder);
    const { name, osUser, host } = statedPerson(args.globals, io.env);
    await endHold(target, hold, `unlocked by ${name} (${osUser}@${host}): ${reason}`);
    const done = { unlocked: target.target, name: label(target), by: name };
    io.stdout.write(args.globals.json ? `${JSON.stringify(done)}\n` : `${label(target)} is free\n`);
    return EXIT.done;
  } finally {
    await session.close();
  }
}

function holderOf({ memo }: PinnedWorkflow): string | null {
  const runId = memo?.['runId'];
  return typeof runId === 'string' && runId !== '' ? runId : null;
}

async function endHold(
  target: DrivenTarget,
  { handle }: PinnedWorkflow,
  reason: string,
): Promise<void> {
  if ((await unlessGone(handle.terminate(reason))) === null) throw notHeldAnyMore(target);
  await waitUntilClosed(handle, CLOSE_LIMIT_MS);
}

function notHeldAnyMore(target: DrivenTarget): Error {
  return refused(`${label(target)} is not held any more by that run; nothing was unlocked`);
}

async function refuseWhileServed(
  session: TemporalSession,
  target: DrivenTarget,
  runId: string,
): Promise<void> {
  // A run whose history is gone serves nothing.
  const record = await unlessGone(queryRecord(session, runId));
  if (record === null || record.run.state === 'finished') return;
  throw refused(
    `${label(target)} is held by run ${runId} (${record.run.mode} of ${record.run.runbook}, ` +
      `${record.run.state}, started by ${record.run.startedBy}), and a worker serves that run; ` +
      `end it with: drillbook abort ${runId}`,
  );
}
