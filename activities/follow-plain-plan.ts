import { activityInfo } from '@temporalio/activity';
import type { RestoreSession } from '../clients/enterprise-manager/resources.js';
import type { MachineRecord } from '../plan/run-record.js';
import { CallLog } from './call-log.js';
import type { FollowPlainPlanInput, FollowResult } from './follow-contract.js';
import type { Dependencies } from './dependencies.js';
import { bareMachine } from './machine-record.js';
import { poll } from './poll.js';
import { machineResult } from './session-result.js';
import { newSince, restoreSessionsOf } from './target-facts.js';

/**
 * Enterprise Manager documents no session for a plain plan; if restore sessions of its machines
 * come, they come soon. This many polls (and never longer than the server may lag) are waited.
 */
const SETTLING_POLLS = 3;

const UNTOLD = 'the server accepted the job and reports no result for this machine';

type Result = Omit<FollowResult, 'calls'>;

/**
 * Follows the machines of a plain plan by their restore sessions, where there are any that are new
 * against the baseline. A machine without one is `unverified`: it is never counted as succeeded.
 */
export async function followPlainPlan(
  dependencies: Dependencies,
  input: FollowPlainPlanInput,
): Promise<FollowResult> {
  const log = new CallLog();
  const server = dependencies.enterpriseManager(input.target.connection);
  const settleSeconds = Math.min(server.evidenceLagSeconds, SETTLING_POLLS * input.pollSeconds);
  const settled = activityInfo().scheduledTimestampMs + settleSeconds * 1000;
  let machines: readonly MachineRecord[] = [];
  const result = await poll<Result>({
    stopping: dependencies.stopping,
    step: input.step,
    everySeconds: input.pollSeconds,
    until: input.until,
    progress: () => ({ machines, message: 'looking for restore sessions of the machines' }),
    look: async () => {
      const { serverTime, hasSessions } = input.baseline;
      const options = { onCall: log.add };
      const sessions = hasSessions
        ? await restoreSessionsOf(server, input.target, serverTime, options)
        : [];
      const isSettled = !hasSessions || Date.now() >= settled;
      const found = newSince(input.baseline, sessions);
      machines = input.target.machines.map((name) => toMachine(name, found, isSettled));
      const isOpen = machines.some(({ result: now }) => now === 'running');
      return isOpen ? null : end('over', machines);
    },
  });
  return { ...(result ?? end('limit', machines)), calls: log.calls };
}

function end(kind: 'over' | 'limit', machines: readonly MachineRecord[]): Result {
  return { kind, sessionId: null, isSearched: false, result: null, message: null, machines };
}

/** The machine's newest session tells; none yet means running until things have settled. */
function toMachine(
  name: string,
  sessions: readonly RestoreSession[],
  isSettled: boolean,
): MachineRecord {
  const own = sessions.filter(({ machine }) => machine === name);
  const newest = own.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1))[0];
  if (newest === undefined) {
    return isSettled ? bareMachine(name, 'unverified', UNTOLD) : bareMachine(name, 'running', null);
  }
  return {
    ...bareMachine(
      name,
      newest.state === 'Stopped' ? machineResult(newest.result) : 'running',
      null,
    ),
    message: `restore session ${newest.id} (${newest.jobType})`,
    startedAt: newest.createdAt,
    endedAt: newest.endedAt,
  };
}
