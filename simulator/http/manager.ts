import type { View } from '../resources/view.js';
import type { Site } from '../resources/site.js';
import type { Logon, Logons } from '../world/logons.js';
import type { World } from '../world/world.js';

import type { RequestLog } from './request-log.js';

/** The whole of one simulated Enterprise Manager. */
export interface Manager {
  readonly world: World;
  readonly logons: Logons;
  readonly site: Site;
  readonly log: RequestLog;
}

/** What a caller sees of it now. */
export function viewOf(manager: Manager, logon: Logon): View {
  const { world, site } = manager;
  return { world, site, logon, now: world.time.now(), asOf: world.asOf() };
}
