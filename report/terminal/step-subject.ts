import type { PlanStep } from '../../plan/plan.js';

/** What a step does to what, in two words: `failover databases`, `check`. */
export function stepSubject(step: PlanStep): string {
  return 'target' in step ? `${step.verb} ${step.target}` : step.verb;
}
