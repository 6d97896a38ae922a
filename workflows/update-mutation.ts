import type { NewCommands } from '../activities/console-contract.js';
import type { RequestIdentity, ResolvedTarget } from '../activities/contract.js';
import { mutations, reads } from './activities.js';
import type { Mutation } from './mutation.js';
import type { Run } from './run.js';

/** Longer than any request may take; the look-up comes on top. */
const SEND_LIMIT_MS = 20 * 60_000;

/** A change of a plan's commands. */
interface Update {
  readonly step: string;
  readonly attempt: number;
  readonly target: ResolvedTarget;
  readonly commands: NewCommands;
  /** Milliseconds since the epoch: nothing is sent again past it. */
  readonly deadline: number;
}

/** How a plan's commands are changed: by `sendUpdate`, looked for by `lookUpUpdate`. */
export function updateMutation(run: Run, update: Update): Mutation {
  const { step, attempt, target, commands, deadline } = update;
  const { mode } = run.input.plan;
  const lag = run.lagSeconds(target.connection);
  return {
    step,
    attempt,
    verb: 'update',
    id: `${step}/${attempt}/update`,
    what: `update ${target.name}`,
    target: target.planId,
    connection: target.connection,
    hasIdentity: true,
    deadline,
    evenWhenStopped: false,
    calls: {
      send: (activityId, identity) =>
        mutations.sendUpdate.executeWithOptions(
          {
            activityId,
            summary: `update ${target.name}`,
            // Nobody took it in time: then nothing was sent.
            scheduleToStartTimeout: Math.max(1000, deadline - Date.now()),
            startToCloseTimeout: SEND_LIMIT_MS + 3000 * lag,
          },
          [{ step, attempt, mode, target, commands, identity: given(identity) }],
        ),
      lookUp: (activityId, sentBefore, identity) =>
        reads.lookUpUpdate.executeWithOptions(
          {
            activityId,
            summary: `look for traces of update ${target.name}`,
            scheduleToCloseTimeout: `${Math.ceil(lag) + 300}s`,
          },
          [{ step, mode, target, commands, requestId: given(identity).id, sentBefore }],
        ),
    },
  };
}

function given(identity: RequestIdentity | null): RequestIdentity {
  if (identity === null) throw new Error('an update has a request id');
  return identity;
}
