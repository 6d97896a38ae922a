import { workflowInfo } from '@temporalio/workflow';
import { ExpressionError } from '../plan/expression.js';
import { itemId, standardItemKey, stepForItem } from '../plan/foreach.js';
import type { Json } from '../plan/json.js';
import type { Foreach } from '../plan/plan.js';
import { Breath } from './breath.js';
import { endStep } from './end-step.js';
import { whileHeld } from './hold-run.js';
import { mostItems } from './item-limit.js';
import { judgeStepItems } from './item-verdicts.js';
import type { Run } from './run.js';
import { newStepState, type StepState } from './step-state.js';
import { evaluateCel } from './values.js';
import { failed, type Verdict } from './verdict.js';

const KEY_LENGTH = 200;

/**
 * Does a step once for each of its items, so many at a time, until all have come to an end: a failed
 * one stops no other. What is over already is not done again: a further attempt is one of the items
 * that were opened for it.
 */
export async function attemptItems(
  run: Run,
  step: StepState,
  execute: (run: Run, item: StepState) => Promise<void>,
): Promise<Verdict> {
  const { foreach, verb } = step.plan;
  if (foreach === undefined) return failed('BadItems', 'the step has no items');
  if (step.items === null) {
    const found = findItems(run, step, foreach);
    if (typeof found === 'string') return failed('BadItems', found);
    step.items = found;
    run.log('items', step.plan.id, {
      items: found.map(({ item, plan }) => ({ key: item?.key ?? '', id: plan.id })),
      concurrency: foreach.concurrency,
    });
  }
  if (step.items.length === 0) {
    step.output['skipped'] = 'there are no items';
    step.isLeftOut = verb === 'approve';
    return { kind: 'done', outcome: 'skipped' };
  }
  const open = step.items.filter(({ status }) => status === 'pending').values();
  const breath = new Breath(`${step.plan.id}: the next items`);
  const width = Math.max(1, Math.min(foreach.concurrency, step.items.length));
  const lanes = Array.from({ length: width }, async () => {
    // The lanes share one iterator: each takes the next item when it is free.
    for (const item of open) {
      await breath.turn();
      await whileHeld(run);
      if (run.phase === 'steps' && run.stop !== null) endStep(run, item, 'cancelled');
      else await execute(run, item);
    }
  });
  await Promise.all(lanes);
  const verdict = judgeStepItems(step);
  const isNoneWanted = step.items.every(({ isWanted }) => isWanted === false);
  if (isNoneWanted) step.isLeftOut = verb === 'approve';
  return verdict;
}

/** A string says why there are none. Nothing is begun before all of them are known and right. */
function findItems(run: Run, step: StepState, foreach: Foreach): readonly StepState[] | string {
  try {
    return evaluateItems(run, step, foreach);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return `its items can't be told: ${error.message}`;
  }
}

function evaluateItems(run: Run, step: StepState, foreach: Foreach): readonly StepState[] | string {
  const { items: source } = foreach;
  const values = source.kind === 'list' ? source.values : evaluateCel(run, step, source.cel);
  if (!Array.isArray(values)) return 'its `items` give no list';
  const list = values as readonly Json[];
  const most = mostItems(step.plan, workflowInfo().historyLength);
  if (list.length > most) {
    return `it has ${list.length} items, and one run can do ${most} of this step: split the list, and do each part in a child runbook`;
  }
  const of = list.length;
  const items = list.map((value, index) => newItem(run, step, { foreach, value, index, of }));
  const wrong = items.find((item) => typeof item === 'string');
  if (wrong !== undefined) return wrong;
  const states = items as readonly StepState[];
  const seen = new Set<string>();
  for (const { item } of states) {
    const key = item?.key ?? '';
    if (seen.has(key)) return `two of its items have the key "${key}": give \`key\``;
    seen.add(key);
  }
  return states;
}

function newItem(
  run: Run,
  step: StepState,
  one: {
    readonly foreach: Foreach;
    readonly value: Json;
    readonly index: number;
    readonly of: number;
  },
): StepState | string {
  const { foreach, value, index, of } = one;
  const { id } = step.plan;
  const single = stepForItem(step.plan, index);
  const about = { step: id, as: foreach.as, value, key: '', when: foreach.when ?? null, of };
  const key =
    foreach.key === undefined
      ? standardItemKey(value, index)
      : // Only to evaluate the key: the item gets its id from it.
        evaluateCel(run, newStepState(single, about), foreach.key);
  if (typeof key !== 'string' && typeof key !== 'number') {
    return `the key of item ${index + 1} is no text: ${JSON.stringify(key)}`;
  }
  const text = String(key);
  if (text === '' || text.length > KEY_LENGTH) {
    return `the key of item ${index + 1} has ${text.length} characters; 1 to ${KEY_LENGTH} are allowed`;
  }
  return newStepState({ ...single, id: itemId(id, text), needs: [] }, { ...about, key: text });
}
