import type { JsonObject } from '../plan/json.js';
import type { Plan } from '../plan/plan.js';
import type { RunRecord } from '../plan/run-record.js';

/** An entry of a run's journal, as the query gives it. */
export interface ReportedEntry {
  readonly seq: number;
  readonly at: string;
  readonly kind: string;
  readonly step: string | null;
  readonly facts: JsonObject;
}

/** What a report is made of: all of it is the run's own, and foreign text. */
export interface ReportInput {
  readonly record: RunRecord;
  /** Empty where it can't be had: then the report has no calls, and says so. */
  readonly journal: readonly ReportedEntry[];
  /** null: Temporal keeps the start of the run no more. */
  readonly plan: Plan | null;
  /** When the report was made. */
  readonly now: Date;
}

/** What a query gave as a journal: entries that have not this form are left out. */
export function toEntries(found: unknown): readonly ReportedEntry[] {
  return Array.isArray(found) ? found.filter(isEntry) : [];
}

function isEntry(value: unknown): value is ReportedEntry {
  if (typeof value !== 'object' || value === null) return false;
  const { seq, at, kind, step, facts } = value as Record<string, unknown>;
  return (
    typeof seq === 'number' &&
    typeof at === 'string' &&
    typeof kind === 'string' &&
    (step === null || typeof step === 'string') &&
    typeof facts === 'object' &&
    facts !== null
  );
}
