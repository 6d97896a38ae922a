import { patched } from '@temporalio/workflow';
import type { Json } from '../plan/json.js';
import type { PlanStep } from '../plan/plan.js';
import type { CleanupTarget } from '../plan/run-record.js';
import type { Run } from './run.js';

/**
 * Child runs of a live run that were over before somebody asked for its undo: what they have failed over
 * is theirs to undo, and nothing here has undone it.
 */
export function childrenLeft(run: Run): CleanupTarget[] {
  if (run.isDrill) return [];
  const left = [...run.childEnds].flatMap(([id, { step, summary }]): CleanupTarget[] => {
    const plan = run.step(step)?.plan;
    if (plan?.verb !== 'runbook' || isTold(summary['cleanup'])) return [];
    if (!mayHaveStarted(plan.plan.steps, statusesIn(summary['steps']))) return [];
    const message = `run ${id} was over already: what it has failed over is not undone by this`;
    const advice = `drillbook undo ${id}`;
    return [{ target: step, action: 'none', verdict: 'leftovers', message, advice }];
  });
  // Older versions said nothing of them.
  return left.length > 0 && patched('children-left') ? left : [];
}

/** It heard of the undo in time: its own clean-up says what became of it. */
function isTold(cleanup: Json | undefined): boolean {
  return cleanup === 'clean' || cleanup === 'leftovers';
}

function statusesIn(steps: Json | undefined): ReadonlyMap<Json, Json> {
  const told = Array.isArray(steps) ? (steps as { id: Json; status: Json }[]) : [];
  return new Map(told.map(({ id, status }) => [id, status]));
}

/** A step that was skipped has started nothing; of one that is not told, anything is possible. */
function mayHaveStarted(steps: readonly PlanStep[], statuses: ReadonlyMap<Json, Json>): boolean {
  return steps.some((step) => {
    if (statuses.get(step.id) === 'skipped') return false;
    if (step.verb === 'failover') return step.action !== 'skip';
    return step.verb === 'runbook' && mayHaveStarted(step.plan.steps, new Map());
  });
}
