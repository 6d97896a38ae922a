import { wrongUse } from './command-error.js';
import { label, type DrivenTarget } from './temporal/driven-targets.js';

/** Replicas are marked one by one: there may be hundreds. */
const MOST_LISTED = 20;

/** Finds a target by its key or by CONNECTION/NAME; throws wrong use with the list. */
export function findTarget(targets: readonly DrivenTarget[], wanted: string): DrivenTarget {
  const byKey = targets.find(({ target }) => target === wanted);
  if (byKey !== undefined) return byKey;
  const byName = targets.filter((target) => label(target) === wanted);
  const [only] = byName;
  if (only !== undefined && byName.length === 1) return only;
  const problem =
    byName.length > 1
      ? `${wanted} is the name of ${byName.length} targets; give the key of one`
      : `no target ${wanted} is held or failed over`;
  const listed = byName.length > 1 ? byName : targets;
  const list = listed.slice(0, MOST_LISTED).map((target) => `  ${target.target}  ${label(target)}`);
  const more = listed.length - list.length;
  if (more > 0) list.push(`  and ${more} more; see them with: drillbook targets`);
  const known = list.length === 0 ? 'no target is held or failed over now' : 'these are:';
  throw wrongUse([`${problem}; ${known}`, ...list].join('\n'));
}
