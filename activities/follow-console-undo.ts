import { ClientError } from '../clients/client-error.js';
import type { PlanStatus } from '../clients/service-provider-console/resources.js';
import type { CallOptions } from '../clients/transport/options.js';
import { CallLog } from './call-log.js';
import type { FollowConsoleUndoInput, FollowConsoleUndoResult } from './console-contract.js';
import type { Console, Dependencies } from './dependencies.js';
import { poll } from './poll.js';
import { consolePlanOf } from './read-console-plan.js';

type Result = Omit<FollowConsoleUndoResult, 'calls'>;

interface Seen {
  status: PlanStatus | null;
  wasUndoing: boolean;
  unreadSince: number | null;
}

/**
 * Follows an undo by the plan's status: Ready proves it, when the plan was not Ready before or was
 * seen being undone; UndoFailed ends it. What is shown may be as old as the Console's data.
 */
export async function followConsoleUndo(
  dependencies: Dependencies,
  input: FollowConsoleUndoInput,
): Promise<FollowConsoleUndoResult> {
  const log = new CallLog();
  const console = dependencies.console(consolePlanOf(input.target).connection);
  const seen: Seen = { status: null, wasUndoing: false, unreadSince: null };
  const result = await poll<Result>({
    stopping: dependencies.stopping,
    step: input.step,
    everySeconds: input.pollSeconds,
    until: input.until,
    progress: () => ({ machines: [], message: `plan ${seen.status ?? 'not read yet'}` }),
    look: () => look(console, input, seen, { onCall: log.add }),
  });
  return { ...(result ?? unproven(seen, 'at the time limit')), calls: log.calls };
}

async function look(
  console: Console,
  input: FollowConsoleUndoInput,
  seen: Seen,
  options: CallOptions,
): Promise<Result | null> {
  try {
    const { serverPlanId } = consolePlanOf(input.target);
    const { status } = await console.client.getFailoverPlan(serverPlanId, options);
    seen.status = status;
    seen.unreadSince = null;
  } catch (error) {
    if (!input.isSecondOpinion || !(error instanceof ClientError)) throw error;
    seen.unreadSince ??= Date.now();
    const isFinal = error.kind === 'refused' || error.kind === 'unauthorized';
    const isLong = Date.now() - seen.unreadSince >= console.evidenceLagSeconds * 1000;
    if (!isFinal && !isLong) throw error;
    return { kind: 'unread', status: seen.status, message: error.message };
  }
  return judge(console, input, seen, seen.status);
}

function judge(
  console: Console,
  input: FollowConsoleUndoInput,
  seen: Seen,
  status: PlanStatus,
): Result | null {
  const before = input.baseline.console?.status ?? 'Unknown';
  const wasOther = before !== 'Ready' && before !== 'Unknown';
  if (status === 'InUndoProgress') {
    seen.wasUndoing = true;
    return null;
  }
  if (status === 'Ready' && (wasOther || seen.wasUndoing)) {
    return { kind: 'undone', status, message: 'the Console shows the plan as Ready again' };
  }
  if (status === 'UndoFailed' && (before !== 'UndoFailed' || seen.wasUndoing)) {
    return { kind: 'failed', status, message: 'the Console shows the plan as UndoFailed' };
  }
  // Undone in part, perhaps: it was seen being undone and is neither Ready nor failed.
  const lag = console.evidenceLagSeconds + (seen.wasUndoing ? 0 : console.collectLagSeconds);
  const isLate = Date.now() >= Date.parse(input.sentAt) + lag * 1000;
  return isLate && status !== 'InProgress'
    ? unproven(seen, `${lag} s after it was accepted`)
    : null;
}

function unproven({ status }: Seen, when: string): Result {
  const message = `the Console showed the plan as ${status ?? 'nothing'} ${when}`;
  return { kind: 'unproven', status, message };
}
