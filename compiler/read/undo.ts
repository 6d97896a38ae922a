import type { UndoAction } from '../action.js';
import type { DocNode, Span } from '../document-node.js';
import type { Problems } from '../problems.js';
import { LEAST_POLL } from './defaults.js';
import { readInDrill } from './drill-run.js';
import type { Fields } from './fields.js';
import { readDuration } from './scalars.js';
import type { StepContext } from './step-context.js';
import { readTargetChoice } from './target-choice.js';

/** Reads `undo: TARGET`, with `poll` and `drill: run` beside it. */
export function readUndo(
  node: DocNode,
  fields: Fields,
  verbSpan: Span,
  context: StepContext,
  problems: Problems,
): UndoAction | null {
  const target = readTargetChoice(node, context, problems);
  const poll = fields.entries.get('poll')?.value;
  const inDrill = readInDrill(fields, problems);
  const pollSeconds = poll ? readDuration(poll, 'poll', problems, LEAST_POLL) : null;
  if (target === null) return null;
  return {
    verb: 'undo',
    verbSpan,
    ...target,
    pollSeconds,
    inDrill,
  };
}
