/**
 * The known name that is nearest to the one found, for "did you mean"; null when none is near
 * enough (more than a third of its letters differ) or the name is too long to be a slip.
 */
export function nearestName(found: string, known: Iterable<string>): string | null {
  if (found.length > 64 || isAskedTooOften(known)) return null;
  const wanted = found.toLowerCase();
  let best: string | null = null;
  let bestDistance = Math.floor(Math.max(found.length, 3) / 3) + 1;
  for (const name of known) {
    if (Math.abs(name.length - found.length) >= bestDistance) continue;
    const distance = editDistance(wanted, name.toLowerCase());
    // Nothing of the name found is left: one letter is not another letter's slip.
    if (distance >= bestDistance || distance >= found.length) continue;
    best = name;
    bestDistance = distance;
  }
  return best;
}

/** Names of a list that is long, and how often the same list is asked: nobody reads more than the first. */
const LONG = 500;
const ASKED = 50;
const asked = new WeakMap<Iterable<string>, number>();

/** Thousands of mistakes over thousands of names would take minutes, for help that is not even printed. */
function isAskedTooOften(known: Iterable<string>): boolean {
  if (!Array.isArray(known) || known.length < LONG) return false;
  const times = (asked.get(known) ?? 0) + 1;
  asked.set(known, times);
  return times > ASKED;
}

/** Insertions, deletions, replacements and swaps of neighbours that lead from one to the other. */
function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1];
      let cost = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + (same ? 0 : 1));
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) {
        cost = Math.min(cost, at(beforeLast, j - 2) + 1);
      }
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return at(last, to.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
