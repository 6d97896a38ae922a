import { adviseName } from '../read/names.js';
import type { RunbookRule } from '../rule.js';

/** `needs` names steps that exist; no step can wait for `always`, and `always` waits for all. */
export const checkNeeds: RunbookRule = ({ steps, always }, problems) => {
  const ids = steps.map(({ id }) => id);
  const known = new Set(ids);
  const lastIds = always.map(({ id }) => id);
  const last = new Set(lastIds);
  for (const { value, span } of steps.flatMap(({ needs }) => needs ?? [])) {
    if (known.has(value)) continue;
    if (last.has(value)) problems.add('needs-always', span, { found: value });
    else {
      const advice = adviseName(value, ids, 'steps');
      problems.add('unknown-step', span, { found: value, advice });
    }
  }
  for (const { value, span } of always.flatMap(({ needs }) => needs ?? [])) {
    if (last.has(value)) continue;
    if (known.has(value)) {
      const what = `A need of the step "${value}"`;
      const advice = 'Always steps run after all steps anyway: take it out of "needs".';
      problems.add('not-in-always', span, { what, advice });
    } else {
      const advice = adviseName(value, lastIds, 'always steps');
      problems.add('unknown-step', span, { found: value, advice });
    }
  }
};
