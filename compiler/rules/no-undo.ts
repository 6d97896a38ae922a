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
    if (action?.verb !== 'undo' && action?.verb !== 'failover') continue;
    for (const { value: target, span } of action.targets) {
      if (!replicas.has(target)) continue;
      if (action.verb === 'undo') {
        const advice = 'Remove this step, and undo the failover in the Veeam console.';
        problems.add('no-undo', span, { target, advice });
      } else if (onFailure?.value === 'undo') {
        problems.add('no-undo', onFailure.span, {
          target,
          advice: 'Use pause, abort or continue.',
        });
      }
    }
  }
};

function isReplicas({ subject }: RunbookTarget): boolean {
  return subject !== null && isReplicaKind(subject.kind);
}
