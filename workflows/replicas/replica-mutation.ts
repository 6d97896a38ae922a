import type { ReplicaStart } from '../../activities/replica-contract.js';
import type { DrivenReplica, ReplicaBaseline } from '../../plan/driven-replica.js';
import { machineKey } from '../../plan/replica-mark.js';
import { mutations, reads } from '../activities.js';
import type { Mutation } from '../mutation.js';
import type { GroupFacts } from './group.js';

/** Longer than any request may take; look-ups come on top. */
const SEND_LIMIT_MS = 20 * 60_000;

/** How a replica is failed over: by `startReplica`, looked for by `lookUpReplica`. */
export function replicaMutation(
  facts: GroupFacts,
  { machine }: DrivenReplica,
  start: ReplicaStart,
  baseline: ReplicaBaseline,
): Mutation {
  const { step, attempt, prefix, connection, deadline, lagSeconds, concurrency } = facts;
  const sent = { step, connection, machine, baseline };
  return {
    step,
    attempt,
    verb: 'start',
    id: `${prefix}/${machine.name}/start`,
    what: `start ${machine.name}`,
    target: machineKey(machine),
    connection,
    hasIdentity: false,
    deadline,
    evenWhenStopped: false,
    calls: {
      send: (activityId) =>
        mutations.startReplica.executeWithOptions(
          {
            activityId,
            summary: `start ${machine.name} (${start.name})`,
            // Nobody took it in time: then nothing was sent.
            scheduleToStartTimeout: Math.max(1000, deadline - Date.now()),
            // Room for a look-up, and for the look-ups of starts that stand before it in the line.
            startToCloseTimeout: SEND_LIMIT_MS + (concurrency + 2) * 1000 * lagSeconds,
          },
          [{ ...sent, start }],
        ),
      lookUp: (activityId, sentBefore) =>
        reads.lookUpReplica.executeWithOptions(
          {
            activityId,
            summary: `look for traces of start ${machine.name}`,
            scheduleToCloseTimeout: `${Math.ceil(lagSeconds) + 300}s`,
          },
          [{ ...sent, sentBefore }],
        ),
    },
  };
}
