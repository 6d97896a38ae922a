import type { PlanInput } from '../plan/plan.js';
import type { Span } from './document-node.js';
import type { Problems } from './problems.js';

/** Another runbook that a step runs. */
export interface Child {
  /** Relative to the folder of the first runbook. */
  readonly path: string;
  /** null: it could not be read. */
  readonly inputs: readonly PlanInput[] | null;
}

/** The runbooks that one runbook runs, seen from its file. */
export interface Shelf {
  /** Reads another runbook; where there is none it is said at `span`, and null given. */
  readonly open: (file: string, span: Span, problems: Problems) => Child | null;
}
