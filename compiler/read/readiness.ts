import type { ReadinessAction } from '../action.js';
import type { DocNode, Span } from '../document-node.js';
import { READINESS_STATES } from '../keys/words.js';
import type { Problems } from '../problems.js';
import type { Fields } from './fields.js';
import {
  hasExpression,
  readBoolean,
  readChoice,
  readList,
  readText,
  wrongType,
} from './scalars.js';
import type { StepContext } from './step-context.js';
import { readTargetChoice } from './target-choice.js';

/** Reads `readiness: all` or a list of targets, with `expect` and `strict` beside it. */
export function readReadiness(
  node: DocNode,
  fields: Fields,
  verbSpan: Span,
  context: StepContext,
  problems: Problems,
): ReadinessAction | null {
  const which = readWhich(node, context, problems);
  const expect = fields.entries.get('expect')?.value;
  const strict = fields.entries.get('strict')?.value;
  if (which === null) return null;
  return {
    verb: 'readiness',
    verbSpan,
    ...which,
    expect: (expect && readChoice(expect, 'expect', READINESS_STATES, problems)) ?? 'idle',
    strict: (strict && readBoolean(strict, 'strict', problems)) ?? false,
  };
}

function readWhich(
  node: DocNode,
  context: StepContext,
  problems: Problems,
): Pick<ReadinessAction, 'targets' | 'isEachItem'> | null {
  if (node.kind === 'scalar' && node.value === 'all') return { targets: 'all', isEachItem: false };
  const [only, second] = node.kind === 'list' ? node.items : [node];
  if (only !== undefined && second === undefined && isExpression(only)) {
    return readTargetChoice(only, context, problems);
  }
  if (node.kind === 'list' && node.items.length > 0) {
    const targets = readList(node, 'readiness', problems, (item) =>
      readText(item, "a target's id", problems),
    );
    return targets && { targets, isEachItem: false };
  }
  return wrongType(node, 'readiness', '"all" or a list of targets', problems);
}

function isExpression(node: DocNode): boolean {
  return node.kind === 'scalar' && typeof node.value === 'string' && hasExpression(node.value);
}
