import { isReplicaKind } from '../../plan/plan.js';
import { nameKind } from '../kind-name.js';
import type { RunbookRule } from '../rule.js';
import { canBeTested } from '../rehearsal.js';

/**
 * `rehearse: test` is for plans that have a test: in Enterprise Manager the cloud failover plans
 * (`?action=test`, 13.0 REST reference), in the Service Provider Console those of type Cloud and
 * Tenant, which only the server can tell.
 */
export const checkNoTest: RunbookRule = ({ targets }, problems) => {
  for (const { id, subject, rehearse } of targets) {
    if (subject === null || canBeTested(subject.kind) || rehearse?.value !== 'test') continue;
    const skip = '"rehearse: skip"';
    problems.add('no-test', rehearse.span, {
      target: id,
      kind: nameKind(subject.kind),
      choices: isReplicaKind(subject.kind) ? skip : `${skip} or "rehearse: start-and-undo"`,
    });
  }
};
