import type {
  LastSessionStatus,
  PlanStatus,
  PlanType,
} from '../clients/service-provider-console/resources.js';

/** A plan as one Service Provider Console names it. */
export interface ConsolePlan {
  readonly connection: string;
  /** The id that this Console knows the plan by; the plan's id in VBR is another. */
  readonly serverPlanId: string;
  /** As it was at admission. A test is sent only after it was read again. */
  readonly type: PlanType;
}

/** What a Console shows of a plan now, as old as its last collection may be. */
export interface ConsoleFacts {
  /** The Console's own clock. */
  readonly serverTime: string;
  readonly status: PlanStatus;
  /** null: never run, a run is under way, or a Console before 9.1, which has none. */
  readonly lastSession: ConsoleSession | null;
  /** A key for each machine's restore session that was there (`sessionKey`). */
  readonly objectSessions: readonly string[];
}

export interface ConsoleSession {
  readonly id: string;
  readonly endedAt: string | null;
  readonly status: LastSessionStatus;
}

/** Tells a machine's restore sessions apart: the pages leave open whether their ids are new each time. */
export function sessionKey(session: { readonly id: string; readonly startedAt: string }): string {
  return `${session.id}@${session.startedAt}`;
}
