import { isReplicaKind } from '../../plan/plan.js';
import type { RunbookRule } from '../rule.js';
import type { RunbookTarget } from '../runbook.js';

/**
 * Nothing is to undo a set of replicas: Enterprise Manager's REST API has failover of restore points,
 * but no undo of it (13.0 reference).
 */
export const checkNoUndo: RunbookRule = ({ steps, targets }, problems) => {
  const replicas = new Set(targets.filter(isReplicas).map(({ id }) => id));
  for (const { id, rehearse } of targets) {
    if (!replicas.has(id) || rehearse?.value !== 'start-and-undo') continue;
    problems.add('no-undo', rehearse.span, { target: id, advice: 'Use "rehearse: skip".' });
  }
  for (const { action, onFailure } of steps) {
    if (action?.verb === 'undo' && replicas.has(action.target.value)) {
      problems.add('no-undo', action.target.span, {
        target: action.target.value,
        advice: 'Remove this step, and undo the failover in the Veeam console.',
      });
    }
    if (action?.verb !== 'failover' || onFailure?.value !== 'undo') continue;
    if (!replicas.has(action.target.value)) continue;
    problems.add('no-undo', onFailure.span, {
      target: action.target.value,
      advice: 'Use pause, abort or continue.',
    });
  }
};

function isReplicas({ subject }: RunbookTarget): boolean {
  return subject !== null && isReplicaKind(subject.kind);
}
