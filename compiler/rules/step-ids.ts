import type { RunbookRule } from '../rule.js';

/** Each step has an id of its own, across `steps` and `always`. */
export const checkStepIds: RunbookRule = ({ steps, always }, problems) => {
  const taken = new Set<string>();
  for (const { id, idSpan } of [...steps, ...always]) {
    if (id !== '' && taken.has(id)) problems.add('duplicate-id', idSpan, { found: id });
    taken.add(id);
  }
};
