import type { ReportedEntry } from './report-input.js';

/** A time in which a step waited for a person. */
export interface PeopleWait {
  readonly step: string | null;
  readonly kind: string;
  readonly from: string;
  /** null: it still waits. */
  readonly to: string | null;
}

/** Entries that are made while the question stands. */
const WHILE = new Set(['call', 'reminded', 'notified', 'not-notified']);

/** When people were waited for, as the journal tells: until the next thing that befell that step. */
export function peopleWaits(journal: readonly ReportedEntry[]): readonly PeopleWait[] {
  return journal.flatMap((entry, index): PeopleWait[] => {
    if (entry.kind !== 'waiting') return [];
    const later = journal.slice(index + 1);
    const end = later.find(
      ({ step, kind }) => kind === 'run-ended' || (step === entry.step && !WHILE.has(kind)),
    );
    const { kind } = entry.facts;
    return [
      {
        step: entry.step,
        kind: typeof kind === 'string' ? kind : 'pause',
        from: entry.at,
        to: end?.at ?? null,
      },
    ];
  });
}
