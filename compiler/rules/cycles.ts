import { writtenNeeds } from '../mode-steps.js';
import type { Problems } from '../problems.js';
import type { RunbookRule } from '../rule.js';
import type { RunbookStep } from '../runbook.js';
import { orderSteps } from '../step-order.js';

/** More of a long circle than this is not read. */
const SHOWN = 12;

/** No step waits for itself, directly or through others. */
export const checkCycles: RunbookRule = ({ steps, always }, problems) => {
  checkList(steps, problems);
  checkList(always, problems);
};

function checkList(steps: readonly RunbookStep[], problems: Problems): void {
  const nodes = steps.map(({ id }, index) => ({ id, needs: writtenNeeds(steps, index) }));
  const byId = new Map(steps.map((step) => [step.id, step]));
  for (const cycle of orderSteps(nodes).cycles) {
    const [first = ''] = cycle;
    const step = byId.get(first);
    if (step === undefined) continue;
    // The last edge found closes the circle: it is the need that `first` has of the end.
    const need = step.needs?.find(({ value }) => value === cycle.at(-1) || cycle.length === 1);
    const path = [...shorten([...cycle].reverse()), cycle.at(-1) ?? first].join(' <- ');
    problems.add('cycle', need?.span ?? step.idSpan, { path });
  }
}

function shorten(ids: readonly string[]): readonly string[] {
  return ids.length <= SHOWN ? ids : [...ids.slice(0, SHOWN), '...'];
}
