import type { ReportedEntry } from './report-input.js';

/** Groups of replicas and child runs of a run: what befell them stands in journals of their own. */
export function journalsElsewhere(journal: readonly ReportedEntry[]): readonly string[] {
  const names = journal.flatMap(({ kind, facts }) => {
    const name =
      kind === 'group-started' ? facts['group'] : kind === 'child-started' ? facts['run'] : null;
    return typeof name === 'string' ? [name] : [];
  });
  return [...new Set(names)];
}
