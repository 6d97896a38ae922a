import type { TargetChoice } from '../action.js';
import type { DocNode } from '../document-node.js';
import type { Problems } from '../problems.js';
import { hasExpression, readString, readText } from './scalars.js';
import type { StepContext } from './step-context.js';

/**
 * Reads the target of a step: its id, or `${{ NAME }}`, the item of the step's `foreach`. Targets are
 * resolved and held when a run begins, so the items must be known when the plan is made.
 */
export function readTargetChoice(
  node: DocNode,
  context: StepContext,
  problems: Problems,
): TargetChoice | null {
  const isItem =
    node.kind === 'scalar' && typeof node.value === 'string' && hasExpression(node.value);
  if (!isItem || context.foreach === null) {
    const value = readText(node, "a target's id", problems);
    const target = value === null ? null : { value, span: node.span };
    return target && { target, targets: [target], isEachItem: false };
  }
  const text = readString(node, "a target's id", problems);
  const { as, items } = context.foreach;
  if (text === null) return null;
  if (!isItemOf(as, text)) {
    problems.add('target-not-item', node.span, { found: text, as });
    return null;
  }
  if (items === null) {
    problems.add('items-not-fixed', node.span, { as });
    return null;
  }
  const target = { value: text, span: node.span };
  const targets = items.values.flatMap((item) => {
    const { value, span } = item;
    if (typeof value === 'string') return [{ value, span }];
    problems.add('wrong-type', span, {
      what: 'An item that is a target',
      expected: "a target's id",
      found: JSON.stringify(value),
      advice: 'Write the ids of targets.',
    });
    return [];
  });
  return { target, targets, isEachItem: true };
}

/** Whether a text is `${{ NAME }}` and nothing more. */
export function isItemOf(name: string, text: string): boolean {
  return /^\$\{\{\s*([a-z][a-z0-9_]*)\s*\}\}$/.exec(text.trim())?.[1] === name;
}
