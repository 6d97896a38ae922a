import { formatDuration } from './duration.js';
import type { RunClock, StepRecord } from './run-record.js';

/** From one moment to another; ISO 8601. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

/** What the clock of a run is read from. */
export interface ClockFacts {
  readonly declaredAt: string | null;
  readonly startedAt: string;
  /** When its steps were over, and when its clean-up was; null: not yet, or there was none. */
  readonly stepsOverAt: string | null;
  readonly cleanedAt: string | null;
  readonly endedAt: string | null;
  /** When an approval was given that let the run go on, the last one. */
  readonly approvedAt: string | null;
  readonly steps: readonly StepRecord[];
  /** Times in which something waited for a person; they may overlap. */
  readonly people: readonly Span[];
}

/**
 * The times of a run that people ask for: an honest clock says what was waiting for people and what
 * was machine time. A machine counts as up when its server says that it ended well.
 */
export function runClock(facts: ClockFacts): RunClock {
  const ups = facts.steps
    .filter(({ verb }) => verb === 'failover')
    .flatMap(({ machines }) => machines)
    .flatMap(({ result, endedAt }) =>
      (result === 'succeeded' || result === 'warning') && endedAt !== null ? [endedAt] : [],
    )
    .sort();
  const checks = facts.steps
    .filter(({ verb, status }) => verb === 'check' && status === 'succeeded')
    .flatMap(({ endedAt }) => (endedAt === null ? [] : [endedAt]))
    .sort();
  const until = facts.stepsOverAt ?? facts.endedAt;
  const waited = mergedSeconds(facts.people, until);
  const total = until === null ? null : secondsBetween(facts.startedAt, until);
  return {
    declaredAt: facts.declaredAt,
    startedAt: facts.startedAt,
    approvedAt: facts.approvedAt,
    firstMachineUpAt: ups[0] ?? null,
    lastMachineUpAt: ups.at(-1) ?? null,
    verifiedAt: checks.at(-1) ?? null,
    stepsOverAt: facts.stepsOverAt,
    cleanedAt: facts.cleanedAt,
    endedAt: facts.endedAt,
    waitedForPeople: formatDuration(Math.round(waited)),
    machineTime: total === null ? null : formatDuration(Math.round(Math.max(0, total - waited))),
  };
}

/** The length of spans that may overlap, in seconds; what is after `until` does not count. */
export function mergedSeconds(spans: readonly Span[], until: string | null): number {
  const end = until === null ? Infinity : Date.parse(until);
  const sorted = spans
    .map(({ from, to }) => ({ from: Date.parse(from), to: Math.min(Date.parse(to), end) }))
    .filter(({ from, to }) => to > from)
    .sort((a, b) => a.from - b.from);
  let total = 0;
  let reached = -Infinity;
  for (const { from, to } of sorted) {
    total += Math.max(0, to - Math.max(from, reached));
    reached = Math.max(reached, to);
  }
  return total / 1000;
}

function secondsBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 1000;
}
