import type { RunScope } from '../../plan/expression-scope.js';
import type { Located } from '../document-node.js';
import type { Shelf } from '../shelf.js';
import type { StepUse } from '../runbook.js';

/** The items of a `foreach` that are known when the plan is made; texts keep their places. */
export interface KnownItems {
  readonly as: string;
  readonly values: readonly Located<unknown>[];
}

/** What the reader of a step needs to know of the rest of the runbook. */
export interface StepContext {
  readonly scope: RunScope;
  /** Where the step's expressions name other steps; filled by the readers of values. */
  readonly uses: StepUse[];
  /** null: the step has no `foreach`. Its values are null where they are known only in the run. */
  readonly foreach: { readonly as: string; readonly items: KnownItems | null } | null;
  /** Where other runbooks are found. */
  readonly shelf: Shelf;
}
