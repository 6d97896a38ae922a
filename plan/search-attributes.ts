import type { Plan } from './plan.js';

/** How runs are found in Temporal's own lists; the server has to know these names beforehand. */
export const SEARCH_ATTRIBUTES = {
  DrillbookRunbook: 'Keyword',
  DrillbookMode: 'Keyword',
  DrillbookTarget: 'KeywordList',
  DrillbookOutcome: 'Keyword',
} as const;

export type SearchAttributeName = keyof typeof SEARCH_ATTRIBUTES;

/** Temporal takes lists of so much more, but a list of this many is no help to anybody. */
const MOST_TARGETS = 50;
const LONGEST = 200;

/** The names of what a plan drives, as `targets` shows them: `CONNECTION/NAME`. */
export function searchableTargets({ targets }: Plan): string[] {
  const names = targets.flatMap((target) =>
    'names' in target ? [`${target.connection}/replicas`] : [`${target.connection}/${target.name}`],
  );
  return [...new Set(names)].slice(0, MOST_TARGETS).map((name) => name.slice(0, LONGEST));
}
