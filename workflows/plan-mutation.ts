import type { Baseline, PlanVerb, ResolvedTarget, SendInput } from '../activities/contract.js';
import { mutations, reads } from './activities.js';
import type { Mutation } from './mutation.js';
import type { Run } from './run.js';

/** Longer than any request may take; the look-up comes on top. */
const SEND_LIMIT_MS = 20 * 60_000;

/** A mutation of a plan on a server. */
export interface PlanMutation {
  readonly step: string;
  readonly attempt: number;
  readonly verb: PlanVerb;
  readonly target: ResolvedTarget;
  readonly baseline: Baseline;
  readonly restorePointBefore: string | null;
  readonly expectedSession: string | null;
  /** Milliseconds since the epoch: nothing is sent again past it. */
  readonly deadline: number;
  readonly evenWhenStopped: boolean;
  readonly isEnded?: () => boolean;
}

/** How a plan is started, tested or undone: by `sendMutation`, looked for by `lookUpMutation`. */
export function planMutation(run: Run, wanted: PlanMutation): Mutation {
  const { step, attempt, verb, target, baseline, deadline, evenWhenStopped } = wanted;
  const { mode } = run.input.plan;
  const lag = run.lagSeconds(target.connection);
  return {
    step,
    attempt,
    verb,
    id: `${step}/${attempt}/${verb}`,
    what: `${verb} ${target.name}`,
    target: target.planId,
    connection: target.connection,
    hasIdentity: target.kind === 'spcFailoverPlan',
    deadline,
    evenWhenStopped,
    ...(wanted.isEnded === undefined ? {} : { isEnded: wanted.isEnded }),
    calls: {
      send: (activityId, identity) => {
        const input: SendInput = {
          step,
          attempt,
          verb,
          mode,
          target,
          baseline,
          restorePointBefore: wanted.restorePointBefore,
          expectedSession: wanted.expectedSession,
          ...(identity === null ? {} : { identity }),
        };
        return mutations.sendMutation.executeWithOptions(
          {
            activityId,
            summary: `${verb} ${target.name}`,
            // Nobody took it in time: then nothing was sent.
            scheduleToStartTimeout: Math.max(1000, deadline - Date.now()),
            // Room for a look-up, and for the look-ups of starts that stand before it in the line.
            startToCloseTimeout: SEND_LIMIT_MS + 3000 * lag,
          },
          [input],
        );
      },
      lookUp: (activityId, sentBefore, identity) =>
        reads.lookUpMutation.executeWithOptions(
          {
            activityId,
            summary: `look for traces of ${verb} ${target.name}`,
            scheduleToCloseTimeout: `${Math.ceil(lag) + 300}s`,
          },
          [
            {
              step,
              verb,
              mode,
              target,
              baseline,
              sentBefore,
              ...(identity === null ? {} : { requestId: identity.id }),
            },
          ],
        ),
    },
  };
}
