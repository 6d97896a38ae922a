import type { Mode } from '../../plan/plan.js';
import type { DocNode, Located } from '../document-node.js';
import { headSpan } from '../document-node.js';
import { MODES } from '../keys/words.js';
import type { Problems } from '../problems.js';
import { readChoice, readList } from './scalars.js';

/** Reads `modes` of a runbook or step: a list with one or both. */
export function readModes(
  node: DocNode,
  what: string,
  problems: Problems,
): Located<readonly Mode[]> | null {
  const list = readList(node, what, problems, (item) =>
    readChoice(item, 'a mode', MODES, problems),
  );
  if (list === null) return null;
  if (node.kind === 'list' && node.items.length === 0) {
    const advice = 'Write [drill], [live] or [drill, live], or leave the key out.';
    problems.add('empty-value', node.span, { what: 'The list of modes', advice });
  }
  // In one order, so that [live, drill] and [drill, live] are the same runbook.
  const named = new Set(list.map(({ value }) => value));
  return { value: MODES.filter((mode) => named.has(mode)), span: headSpan(node) };
}
