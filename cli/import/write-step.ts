import type { Draft } from './draft.js';
import { titleOf } from './write-target.js';
import { quotedText } from './yaml-text.js';

/** What the steps below the first one leave open, said once. */
export const STEP_ADVICE: readonly string[] = [
  '# Of each step below, DECIDE: which machines must succeed, and how many of the others may fail',
  '# (none, unless it is said); how many replicas are started at a time; and what shows that it',
  '# works, for "succeeded" only means that Veeam said so.',
];

/** The step that fails a target over, and what a person has to add. */
export function writeStep(draft: Draft): readonly string[] {
  const { id } = draft;
  const first = machinesOf(draft)[0];
  const critical = first === undefined ? 'NAME' : quotedText(first);
  const check = 'check: { tcp: { host: dr-site.example.com, port: 443 }, within: 10m }';
  return [
    `  # ${titleOf(draft)}`,
    `  - id: ${id}`,
    `    failover: ${id}`,
    ...(draft.subject === 'replicas' ? ['    # concurrency: 10'] : []),
    `    # machines: { critical: [${critical}], tolerate: 0 }`,
    `  # - { id: ${id}_up, modes: [live], ${check} }`,
  ];
}

function machinesOf(draft: Draft): readonly string[] {
  return draft.subject === 'plan' ? (draft.plan.machines ?? []) : draft.names;
}
