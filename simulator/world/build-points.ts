import { deterministicId } from '../deterministic-id.js';

import type { RestorePoint } from './model.js';

/** Restore points at these times (milliseconds since 1970), newest first. */
export function buildPoints(
  owner: string,
  name: string,
  times: readonly number[],
): readonly RestorePoint[] {
  return times
    .map((time, index) =>
      makePoint(deterministicId('point', owner, name, String(index)), name, time),
    )
    .sort((a, b) => b.at - a.at);
}

/** One restore point, its time cut to the second as its name tells it. */
export function makePoint(id: string, name: string, time: number): RestorePoint {
  const at = Math.floor(time / 1000) * 1000;
  const stamp = new Date(at).toISOString().slice(0, 19).replace('T', ' ');
  return { id, at, name: `${name}@${stamp}` };
}
