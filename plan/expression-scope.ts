import type { InputType, PlanInput, Rehearsal, TargetKind, Verb } from './plan.js';

/** What an expression gives. Datetimes and durations are texts inside CEL; `any` is known only in the run. */
export type ExpressionType = InputType | 'map' | 'null' | 'any';

/** What an expression may know of a step: what it leaves depends on its verb. */
export interface StepFacts {
  readonly verb: Verb;
  /** With `foreach` its outputs are those of its items. */
  readonly hasItems: boolean;
}

/** What an expression may know of a target. */
export interface TargetFacts {
  readonly id: string;
  readonly kind: TargetKind;
  readonly connection: string;
  readonly rehearse: Rehearsal;
  readonly labels: readonly string[];
}

/** The variable of `foreach`, as it is named by `as`. */
export interface ItemFacts {
  readonly name: string;
  readonly type: ExpressionType;
  /** Of a map whose keys are known: the types of their values. */
  readonly fields?: Readonly<Record<string, ExpressionType>>;
  /** What the values have in common, where they stand in the runbook; a run itself takes any. */
  readonly known?: Pick<ItemFacts, 'type' | 'fields'>;
}

/**
 * The declared `inputs`, `run` (in `always`, `run.outcome` is a text; before the end it is null),
 * and what else is there: steps by id, targets, the variable of `foreach`.
 */
export interface RunScope {
  readonly kind: 'run';
  readonly inputs: readonly PlanInput[];
  readonly isAlways: boolean;
  readonly steps?: ReadonlyMap<string, StepFacts>;
  readonly targets?: readonly TargetFacts[];
  readonly item?: ItemFacts;
  /** The names of what else there is of a run that is over, for the tests of a runbook: of any type. */
  readonly ended?: readonly string[];
}

/** What an expression may name when it is checked. `response`: an http answer's `json`, `text` and `status`. */
export type ExpressionScope = RunScope | { readonly kind: 'response' };

/** The fields of `run`, with their CEL types. */
export const RUN_FIELDS = { id: 'string', mode: 'string', runbook: 'string', startedAt: 'string' };

/** An input that is optional and has no default is null unless it is given. */
export function isNullable(input: PlanInput): boolean {
  return !input.required && input.default === null;
}
