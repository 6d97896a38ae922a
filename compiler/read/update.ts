import type { UpdateAction } from '../action.js';
import type { DocNode, Span } from '../document-node.js';
import type { Problems } from '../problems.js';
import { readInDrill } from './drill-run.js';
import type { Fields } from './fields.js';
import type { StepContext } from './step-context.js';
import { readTargetChoice } from './target-choice.js';
import { readValue } from './value.js';

/** Reads `update: TARGET` with `preFailoverCommand`, `postFailoverCommand` and `drill: run` beside it. */
export function readUpdate(
  node: DocNode,
  fields: Fields,
  verbSpan: Span,
  context: StepContext,
  problems: Problems,
): UpdateAction | null {
  const target = readTargetChoice(node, context, problems);
  const command = (what: 'preFailoverCommand' | 'postFailoverCommand') => {
    const entry = fields.entries.get(what);
    if (entry === undefined) return null;
    // An empty one takes the plan's command away.
    const expectation = { what, type: 'string', mayBeEmpty: true, ...context } as const;
    return readValue(entry.value, expectation, problems);
  };
  const pre = command('preFailoverCommand');
  const post = command('postFailoverCommand');
  const isSaid = ['preFailoverCommand', 'postFailoverCommand'].some((key) =>
    fields.entries.has(key),
  );
  if (!isSaid && !fields.hasStranger) {
    problems.add('missing-key', verbSpan, {
      what: 'An update step',
      key: 'preFailoverCommand',
      example: 'preFailoverCommand, postFailoverCommand or both: there is nothing to change',
    });
  }
  const inDrill = readInDrill(fields, problems);
  if (target === null) return null;
  return {
    verb: 'update',
    verbSpan,
    ...target,
    preFailoverCommand: pre,
    postFailoverCommand: post,
    inDrill,
  };
}
