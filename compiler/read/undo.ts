import type { DocNode, Span } from '../document-node.js';
import type { Problems } from '../problems.js';
import type { UndoAction } from '../runbook.js';
import { LEAST_POLL } from './defaults.js';
import type { Fields } from './fields.js';
import { readChoice, readDuration, readText } from './scalars.js';

/** Reads `undo: TARGET`, with `poll` and `drill: run` beside it. */
export function readUndo(
  node: DocNode,
  fields: Fields,
  verbSpan: Span,
  problems: Problems,
): UndoAction | null {
  const target = readText(node, "a target's id", problems);
  const poll = fields.entries.get('poll')?.value;
  const drill = fields.entries.get('drill')?.value;
  const inDrill = drill !== undefined && readChoice(drill, 'drill', ['run'], problems) === 'run';
  const pollSeconds = poll ? readDuration(poll, 'poll', problems, LEAST_POLL) : null;
  if (target === null) return null;
  return {
    verb: 'undo',
    verbSpan,
    target: { value: target, span: node.span },
    pollSeconds,
    inDrill,
  };
}
