import { CallLog } from './call-log.js';
import type { ConfirmUndoneInput, ConfirmUndoneResult } from './contract.js';
import type { Dependencies } from './dependencies.js';
import { bareMachine } from './machine-record.js';
import { poll } from './poll.js';
import { failedOverMachines } from './target-facts.js';

/** Waits until none of the machines is failed over any more; at the limit names those that are. */
export async function confirmUndone(
  dependencies: Dependencies,
  input: ConfirmUndoneInput,
): Promise<ConfirmUndoneResult> {
  const log = new CallLog();
  const server = dependencies.server(input.target.connection);
  let left: readonly string[] = input.machines;
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
      left = await failedOverMachines(server, input.target, { onCall: log.add });
      return left.length === 0 ? left : null;
    },
  });
  return { stillFailedOver: left, calls: log.calls };
}
