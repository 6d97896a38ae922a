import type { ActionStatus } from '../console/async-actions.js';
import type { Console } from '../console/console.js';

/** What really is at the Console, without lag or faults. */
export interface ConsoleTruth {
  /** The rows of its list: which id there is which plan. */
  readonly plans: readonly {
    readonly instanceUid: string;
    readonly originalUid: string;
    readonly name: string;
    readonly type: string;
    readonly backupServer: string;
    readonly backupServerUid: string;
  }[];
  readonly actions: readonly {
    readonly id: string;
    readonly actionName: string;
    readonly status: ActionStatus;
    readonly user: string;
  }[];
  /** How often a repeated X-Request-id was answered without acting. */
  readonly replays: number;
  /** How many requests were refused by the throttle; faults do not count. */
  readonly throttled: number;
  readonly requests: Readonly<Record<string, number>>;
}

export function consoleTruth({ entries, actions, throttle, log }: Console): ConsoleTruth {
  return {
    plans: entries.map(({ uid, plan, type, server }) => ({
      instanceUid: uid,
      originalUid: plan.id,
      name: plan.name,
      type,
      backupServer: server.name,
      backupServerUid: server.uid,
    })),
    actions: actions.all.map((action) => ({
      id: action.id,
      actionName: action.call.name,
      status: actions.status(action),
      user: action.call.caller.name,
    })),
    replays: actions.replays,
    throttled: throttle.refused,
    requests: log.counts,
  };
}
