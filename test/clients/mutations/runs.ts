import type { Parameters } from 'fast-check';

const WANTED = Number(process.env['DRILLBOOK_MUTATIONS'] ?? '');
const IS_BY_HAND = Number.isInteger(WANTED) && WANTED > 0;
const SEED = Number(process.env['DRILLBOOK_MUTATIONS_SEED'] ?? '') || Date.now() % 2_147_483_647;

if (IS_BY_HAND) console.info(`${WANTED} mutations of each kind, DRILLBOOK_MUTATIONS_SEED=${SEED}`);

/**
 * How often a property is tried: few times in `npm test`, and DRILLBOOK_MUTATIONS times by hand, with
 * a seed that is printed and can be given again. A failure prints its own seed and path.
 */
export function runs(few: number): Parameters<unknown> {
  return IS_BY_HAND ? { numRuns: WANTED, seed: SEED } : { numRuns: few };
}

/** How long a test with such a property may take, in milliseconds. */
export const RUNS_LIMIT_MS = IS_BY_HAND ? 24 * 3_600_000 : 60_000;
