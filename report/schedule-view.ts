import type { RunOutcome } from '../plan/outcome.js';
import type { Calendar } from '../plan/schedule.js';

/** A run that a schedule began. */
export interface LastRun {
  readonly id: string;
  /** When it was due, jitter included; ISO 8601. */
  readonly dueAt: string;
  readonly state: 'running' | 'paused' | 'finished';
  readonly outcome: RunOutcome | null;
  readonly message: string | null;
}

/** A schedule as `schedule list` shows it; times are ISO 8601 in UTC. */
export interface ScheduleView {
  readonly runbook: string;
  readonly mode: 'drill';
  /** null: it goes by a calendar, in `calendar`. */
  readonly cron: string | null;
  readonly calendar: readonly Calendar[] | null;
  readonly timezone: string;
  readonly paused: boolean;
  /** What was said last of it, by a person or by Temporal. */
  readonly note: string | null;
  /** The next times that it is due, as Temporal has them; none while it is paused. */
  readonly next: readonly string[];
  /** Times within a year that the zone's clocks leave out, as they would show them. */
  readonly offTheClocks: readonly string[];
  readonly planHash: string;
  /** Whether the runbook has changed since; null: that can't be told here, `staleWhy` says why. */
  readonly stale: boolean | null;
  readonly staleWhy: string | null;
  readonly file: string;
  readonly appliedBy: string;
  readonly appliedAt: string;
  readonly reason: string;
  readonly lastRuns: readonly LastRun[];
  readonly missed: { readonly catchup: number; readonly overlap: number };
}
