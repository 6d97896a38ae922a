import type { JsonObject } from './json.js';

/** From one number to another, both included, every `step`. */
export interface CalendarRange {
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

/**
 * Moments at which all fields hold, in the schedule's time zone; an empty list: any value. Months are
 * 1 to 12, days of the week 0 (Sunday) to 6, as in Temporal's own protocol.
 */
export interface Calendar {
  readonly second: readonly CalendarRange[];
  readonly minute: readonly CalendarRange[];
  readonly hour: readonly CalendarRange[];
  readonly dayOfMonth: readonly CalendarRange[];
  readonly month: readonly CalendarRange[];
  readonly year: readonly CalendarRange[];
  readonly dayOfWeek: readonly CalendarRange[];
  readonly comment: string | null;
}

/**
 * When a runbook's drill is to run. It stands beside the plan and not in it: another hour does not
 * make another plan. Only drills are scheduled.
 */
export interface Schedule {
  readonly mode: 'drill';
  readonly when:
    | { readonly kind: 'cron'; readonly expression: string }
    | { readonly kind: 'calendar'; readonly calendars: readonly Calendar[] };
  /** An IANA name. */
  readonly timezone: string;
  /** A run that would begin while the last one still runs is left out. */
  readonly overlap: 'skip';
  /** How late a run may begin that was due while no server ran. */
  readonly catchupSeconds: number;
  /** A run begins up to so much later, at random. */
  readonly jitterSeconds: number | null;
  /** Whole days on which nothing is begun, as calendars that Temporal skips; the reason is the comment. */
  readonly skip: readonly Calendar[];
  readonly pauseOnFailure: boolean;
  /** A run that takes longer is ended. */
  readonly maxRunTimeSeconds: number | null;
  /** Resolved, as `resolveInputs` gives them. */
  readonly inputs: JsonObject;
  readonly note: string | null;
}
