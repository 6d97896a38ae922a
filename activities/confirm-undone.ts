import { activityInfo } from '@temporalio/activity';
import { CallLog } from './call-log.js';
import type { ConfirmUndoneInput, ConfirmUndoneResult } from './follow-contract.js';
import type { Dependencies } from './dependencies.js';
import { bareMachine } from './machine-record.js';
import { poll } from './poll.js';
import { failedOverMachines } from './target-facts.js';

/**
 * Waits until no machine of the target is failed over any more; at the limit names those that are.
 * Where not all of them were seen failed over before, the server may have lagged behind: then it
 * must stay so for as long as it may lag.
 */
export async function confirmUndone(
  dependencies: Dependencies,
  input: ConfirmUndoneInput,
): Promise<ConfirmUndoneResult> {
  const log = new CallLog();
  const server = dependencies.enterpriseManager(input.target.connection);
  const lagEnds = activityInfo().scheduledTimestampMs + server.evidenceLagSeconds * 1000;
  const sure = new Map(input.surelyFailedOver.map(({ name, pointId }) => [pointId, name]));
  const sureNames = new Set(sure.values());
  const wasWhole = input.failedOver.length >= input.target.machines.length;
  let left: readonly string[] = input.failedOver;
  await poll({
    stopping: dependencies.stopping,
    step: input.step,
    everySeconds: input.pollSeconds,
    until: input.until,
    progress: () => ({
      machines: left.map((name) => bareMachine(name, 'running', 'still failed over')),
      message: `${left.length} machines still failed over`,
    }),
    look: async () => {
      const sessions = [
        { machines: [...sure].map(([restorePointId, name]) => ({ restorePointId, name })) },
      ];
      const now = await failedOverMachines(server, input.target, sessions, { onCall: log.add });
      // A name whose very point is known is judged by that point, any other by the name.
      left = now.names.filter(
        (name) => !sureNames.has(name) || now.surely.some((point) => point.name === name),
      );
      const isProven = wasWhole || Date.now() >= lagEnds;
      return left.length === 0 && isProven ? left : null;
    },
  });
  return { stillFailedOver: left, calls: log.calls };
}
