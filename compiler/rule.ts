import type { Mode } from '../plan/plan.js';
import type { ChildPlan } from './library.js';
import type { ModeStep } from './mode-steps.js';
import type { Problems } from './problems.js';
import type { Runbook, RunbookTarget } from './runbook.js';

/** A rule about the runbook as a whole, whatever its mode. */
export type RunbookRule = (runbook: Runbook, problems: Problems) => void;

/** A runbook in one mode. */
export interface ModeView {
  readonly runbook: Runbook;
  readonly mode: Mode;
  readonly targets: ReadonlyMap<string, RunbookTarget>;
  readonly steps: readonly ModeStep[];
  readonly always: readonly ModeStep[];
  /** It is run by another runbook: what may be done there is not asked for here. */
  readonly isChild: boolean;
  /** The modes of another runbook, by its path; null: it has errors. */
  readonly childModes: (path: string) => readonly Mode[] | null;
  /** The plan of another runbook in this mode, by its path; null: it has errors. */
  readonly childPlan: (path: string) => ChildPlan | null;
}

/** A rule about one mode. It runs only on a runbook without errors of shape, names and order. */
export type ModeRule = (view: ModeView, problems: Problems) => void;
