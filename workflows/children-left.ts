import { patched } from '@temporalio/workflow';
import type { Json } from '../plan/json.js';
import type { Plan } from '../plan/plan.js';
import type { CleanupTarget } from '../plan/run-record.js';
import type { ChildSeen, Run } from './run.js';

/**
 * What child runs may have left failed over, where no word of theirs says what became of it: in a drill
 * those that gave no result (terminated, say), in a live run also those that were over before somebody
 * asked for its undo, for nothing here undoes what is theirs.
 */
export function childrenLeft(run: Run): CleanupTarget[] {
  const left = [...run.childEnds].flatMap(([id, child]): CleanupTarget[] => {
    const plan = run.step(child.step)?.plan;
    if (plan?.verb !== 'runbook' || isTold(child, run.isDrill)) return [];
    const names = mayHaveStarted(plan.plan, statusesIn(child.summary['steps']));
    if (names.length === 0) return [];
    const words = run.isDrill ? ofDrill(id, names) : ofLiveRun(id, child);
    return [{ target: child.step, action: 'none', verdict: 'leftovers', ...words }];
  });
  // Older versions said nothing of them.
  if (left.length === 0) return [];
  return patched(run.isDrill ? 'child-without-a-word' : 'children-left') ? left : [];
}

function ofLiveRun(id: string, { summary }: ChildSeen) {
  const how = summary['cleanup'] === null ? 'gave no word on its end' : 'was over already';
  return {
    message: `run ${id} ${how}: what it has failed over is not undone by this`,
    advice: `drillbook undo ${id}`,
  };
}

function ofDrill(id: string, names: readonly string[]) {
  const shown = `${names.slice(0, 20).join(', ')}${names.length > 20 ? ` and ${names.length - 20} more` : ''}`;
  return {
    message: `run ${id} gave no word on its clean-up: what it has started may still be failed over`,
    advice: `see what it did: drillbook status ${id}; look in Veeam at ${shown}; what is failed over, undo it there, then release it: drillbook targets shows what is marked`,
  };
}

/** Its own clean-up says what became of it; or, in a drill, it had nothing to clean up or ended well. */
function isTold({ summary, hasEndedWell }: ChildSeen, isDrill: boolean): boolean {
  const { cleanup, outcome } = summary;
  if (cleanup === 'clean' || cleanup === 'leftovers') return true;
  if (!isDrill) return false;
  return cleanup === 'not-needed' || outcome === 'refused' || hasEndedWell === true;
}

function statusesIn(steps: Json | undefined): ReadonlyMap<Json, Json> {
  const told = Array.isArray(steps) ? (steps as { id: Json; status: Json }[]) : [];
  return new Map(told.map(({ id, status }) => [id, status]));
}

/**
 * The targets that a plan may have started. A step that was skipped has started nothing; of one that
 * is not told, anything is possible.
 */
function mayHaveStarted(
  { steps, targets }: Plan,
  statuses: ReadonlyMap<Json, Json>,
): readonly string[] {
  const names = steps.flatMap((step): readonly string[] => {
    if (statuses.get(step.id) === 'skipped') return [];
    if (step.verb === 'runbook') return mayHaveStarted(step.plan, new Map());
    if (step.verb !== 'failover' || step.action === 'skip') return [];
    const target = targets.find(({ id }) => id === step.target);
    if (target === undefined) return [step.target];
    const name = 'name' in target ? `"${target.name}"` : target.id;
    return [`${name} (connection ${target.connection})`];
  });
  return [...new Set(names)];
}
