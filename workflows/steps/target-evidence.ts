import { ExpressionError } from '../../plan/expression.js';
import { stepsOfItems } from '../../plan/foreach.js';
import type { JsonObject } from '../../plan/json.js';
import type { FailoverStep, PlanStep, RestorePointChoice, UndoStep } from '../../plan/plan.js';
import { namesOf } from '../replicas/skip-marked.js';
import type { Run } from '../run.js';
import type { StepState } from '../step-state.js';
import { evaluate, evaluateText } from '../values.js';

/** The record of a run that is answered at once must stay small. */
const MOST_TARGETS = 50;

/** What the steps that are not over yet will do to which targets, and to which restore point. */
export function targetEvidence(run: Run): readonly JsonObject[] {
  return run.steps
    .filter(({ endedAt }) => endedAt === null)
    .flatMap((step) => stepsOfItems(step.plan).map((plan) => ({ step, plan })))
    .flatMap(({ step, plan }) => (isDriving(plan) ? [describe(run, step, plan)] : []))
    .slice(0, MOST_TARGETS);
}

function isDriving(plan: PlanStep): plan is FailoverStep | UndoStep {
  return plan.verb === 'undo' || (plan.verb === 'failover' && plan.action !== 'skip');
}

function describe(run: Run, step: StepState, plan: FailoverStep | UndoStep): JsonObject {
  const { name, connection, machines } = named(run, plan.target);
  const isFailover = plan.verb === 'failover';
  return {
    step: plan.id,
    target: plan.target,
    name,
    connection,
    action: isFailover ? plan.action : 'undo',
    machines: machines.length,
    ...(isFailover ? { restorePoint: restorePointWords(run, step, plan.restorePoint) } : {}),
  };
}

/** Replicas have no name of their own: theirs stand for them. */
function named(
  run: Run,
  id: string,
): { readonly name: string; readonly connection: string; readonly machines: readonly unknown[] } {
  const replicas = run.replicaTargets.get(id);
  if (replicas === undefined) return run.target(id);
  const { connection, machines } = replicas;
  return { name: namesOf(machines.map(({ name }) => name)), connection, machines };
}

function restorePointWords(run: Run, step: StepState, choice: RestorePointChoice): string {
  switch (choice.kind) {
    case 'latest':
      return 'latest';
    case 'latestConsistent':
      return 'latest consistent';
    case 'before':
    case 'at': {
      const time = timeOf(run, step, choice.time);
      // An input that is not given means the latest.
      return time === null ? 'latest' : `${choice.kind} ${time}`;
    }
  }
}

function timeOf(run: Run, step: StepState, value: Parameters<typeof evaluate>[2]): string | null {
  try {
    return evaluate(run, step, value) === null ? null : evaluateText(run, step, value);
  } catch (error) {
    // It speaks of what is not over yet, or of an item.
    if (error instanceof ExpressionError) return 'a time that is not known yet';
    throw error;
  }
}
