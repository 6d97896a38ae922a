import type { Json } from './json.js';
import type { Mode } from './plan.js';

/** What a change is about: a step, a target, an input, or (id null) the plan as a whole. */
export interface ChangeSubject {
  readonly kind: 'step' | 'target' | 'input' | 'runbook';
  readonly id: string | null;
}

/** One difference in meaning between two plans. */
export interface PlanChange {
  readonly subject: ChangeSubject;
  readonly change: 'added' | 'removed' | 'changed';
  /** What of the subject has changed, as `machines.tolerate`; null: all of it came or went. */
  readonly property: string | null;
  readonly before: Json;
  readonly after: Json;
  /** Why somebody should look twice; null: nothing says so. */
  readonly danger: string | null;
}

/** A change with the modes in which it takes effect. */
export interface ModeChange extends PlanChange {
  readonly modes: readonly Mode[];
}
