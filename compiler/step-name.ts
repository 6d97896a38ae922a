import type { Verb } from '../plan/plan.js';

/** A step as a sentence names it: "a failover step". */
export function nameStep(verb: Verb): string {
  return `${/^[aeiou]/.test(verb) ? 'an' : 'a'} ${verb} step`;
}
