import { nameKind } from '../kind-name.js';
import type { RunbookRule } from '../rule.js';
import type { TargetKind } from '../../plan/plan.js';

/** What this version's workflow drives. The language is ahead of it: the rest is refused here. */
const DRIVEN: readonly TargetKind[] = ['cloudFailoverPlan', 'failoverPlan'];

/** A runbook must not compile that could not be run: better told at the desk than at 3 a.m. */
export const checkDriven: RunbookRule = ({ targets, steps }, problems) => {
  for (const { id, subject, kindSpan, confirmSpan } of targets) {
    if (subject !== null && !DRIVEN.includes(subject.kind)) {
      const what = `Target "${id}" (${nameKind(subject.kind)})`;
      problems.add('not-supported-yet', kindSpan, { what, instead: '' });
    }
    if (confirmSpan !== null) {
      const what = `\`confirm\` of target "${id}"`;
      problems.add('not-supported-yet', confirmSpan, { what, instead: '' });
    }
  }
  for (const { id, action } of steps) {
    if (action?.verb !== 'update') continue;
    const what = `The verb "update" of step "${id}"`;
    problems.add('not-supported-yet', action.verbSpan, { what, instead: '' });
  }
};
