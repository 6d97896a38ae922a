import type { ModeStep } from '../mode-steps.js';
import type { Problems } from '../problems.js';
import type { ModeRule, ModeView } from '../rule.js';

/**
 * An expression names only steps that are surely over when its own step begins: those that it needs,
 * directly or through others; in `always`, all of `steps`.
 */
export const checkStepUses: ModeRule = (view, problems) => {
  checkList(view.steps, new Set(), view, problems);
  checkList(view.always, new Set(view.steps.map(({ step }) => step.id)), view, problems);
};

function checkList(
  list: readonly ModeStep[],
  over: ReadonlySet<string>,
  view: ModeView,
  problems: Problems,
): void {
  const isBefore = orderOf(list);
  for (const { step, needs } of list) {
    for (const { step: found, span } of step.uses) {
      if (over.has(found) || isBefore(found, step.id)) continue;
      const modes = modesWithout(found, view);
      if (modes !== null) {
        const params = { mode: view.mode, found, step: step.id, modes };
        problems.add('step-not-in-mode', span, params);
      } else {
        const isKnown = list.some((other) => other.step.id === found);
        const advice = adviseNeeds(found, step.id, needs, isKnown, isBefore);
        problems.add('step-not-over', span, { found, step: step.id, advice });
      }
    }
  }
}

type IsBefore = (first: string, second: string) => boolean;

/**
 * Tells whether a step is needed by another, directly or through others. Of each step it keeps a bit
 * for every step that some expression names: with thousands of steps, sets would take seconds.
 */
function orderOf(list: readonly ModeStep[]): IsBefore {
  // Those that name and those that are named: the advice asks the other way round.
  const asked = list.flatMap(({ step: { id, uses } }) =>
    uses.length === 0 ? [] : [id, ...uses.map((use) => use.step)],
  );
  const places = new Map([...new Set(asked)].map((id, at) => [id, at]));
  const bits = new Map<string, Uint32Array>();
  // Each step stands behind those that it needs.
  for (const { step, needs } of list) {
    const own = new Uint32Array(Math.ceil(places.size / 32));
    for (const need of needs) {
      bits.get(need)?.forEach((word, at) => (own[at] = (own[at] ?? 0) | word));
      const place = places.get(need);
      if (place !== undefined) own[place >> 5] = (own[place >> 5] ?? 0) | (1 << (place & 31));
    }
    bits.set(step.id, own);
  }
  return (first, second) => {
    const place = places.get(first);
    if (place === undefined) return false;
    return (((bits.get(second)?.[place >> 5] ?? 0) >>> (place & 31)) & 1) === 1;
  };
}

/** The modes of a step that this mode leaves out; null: it takes part. */
function modesWithout(id: string, { mode, runbook }: ModeView): string | null {
  const step = [...runbook.steps, ...runbook.always].find((candidate) => candidate.id === id);
  const modes = step?.modes?.value;
  return modes === undefined || modes.includes(mode) ? null : modes.join(', ');
}

function adviseNeeds(
  found: string,
  step: string,
  needs: readonly string[],
  isKnown: boolean,
  isBefore: IsBefore,
): string {
  if (found === step) return 'A step knows nothing of itself: take it out of the expression.';
  if (!isKnown) return 'Always steps run after all others: take it out of the expression.';
  if (isBefore(step, found)) return `It waits for "${step}": turn the two around.`;
  return `Add it to this step's needs, as "needs: [${[...needs, found].join(', ')}]".`;
}
