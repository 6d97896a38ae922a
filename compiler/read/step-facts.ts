import type { StepFacts, TargetFacts } from '../../plan/expression-scope.js';
import type { DocNode, Entry } from '../document-node.js';
import { VERBS } from '../keys/step-keys.js';
import { rehearsalOf } from '../rehearsal.js';
import type { RunbookTarget } from '../runbook.js';

/**
 * What expressions may know of the steps, before any of them is read: an expression may name a step
 * below its own. Whether that one is over is looked at later.
 */
export function stepFacts(lists: readonly (DocNode | undefined)[]): ReadonlyMap<string, StepFacts> {
  const facts = new Map<string, StepFacts>();
  for (const list of lists) {
    for (const step of list?.kind === 'list' ? list.items : []) {
      if (step.kind !== 'map') continue;
      const id = entry(step.entries, 'id')?.value;
      const verb = VERBS.find((candidate) => entry(step.entries, candidate) !== undefined);
      if (id?.kind !== 'scalar' || typeof id.value !== 'string' || verb === undefined) continue;
      facts.set(id.value, { verb, hasItems: entry(step.entries, 'foreach') !== undefined });
    }
  }
  return facts;
}

/** What expressions may know of the targets. */
export function targetFacts(targets: readonly RunbookTarget[]): readonly TargetFacts[] {
  return targets.map((target) => ({
    id: target.id,
    kind: target.subject?.kind ?? 'cloudFailoverPlan',
    connection: target.connection,
    rehearse: rehearsalOf(target),
    labels: target.labels,
  }));
}

function entry(entries: readonly Entry[], key: string): Entry | undefined {
  return entries.find((candidate) => candidate.key === key);
}
