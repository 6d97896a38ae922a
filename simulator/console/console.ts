import type { RequestLog } from '../http/request-log.js';
import type { ConsoleSpec } from '../scenario/console-schema.js';
import type { World } from '../world/world.js';

import type { AsyncActions } from './async-actions.js';
import type { PlanEntry } from './plan-entries.js';
import type { Throttle } from './throttle.js';
import type { Tokens } from './tokens.js';

/** The whole of one simulated Service Provider Console. Its plans are the world's. */
export interface Console {
  readonly world: World;
  readonly spec: ConsoleSpec;
  readonly entries: readonly PlanEntry[];
  readonly tokens: Tokens;
  readonly actions: AsyncActions;
  readonly throttle: Throttle;
  readonly log: RequestLog;
}

/** The moment that the Console shows: what the agents collected last. */
export function shownAt({ world, spec }: Console): number {
  return world.time.now() - world.time.scale(spec.collectLag);
}
