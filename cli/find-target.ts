import { wrongUse } from './command-error.js';
import { label, type DrivenTarget } from './temporal/driven-targets.js';

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
  const list = targets.map((target) => `  ${target.target}  ${label(target)}`);
  const known = list.length === 0 ? 'no target is held or failed over now' : 'these are:';
  throw wrongUse([`${problem}; ${known}`, ...list].join('\n'));
}
