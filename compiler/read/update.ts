import type { ExpressionScope } from '../../plan/expression.js';
import type { DocNode, Span } from '../document-node.js';
import type { Problems } from '../problems.js';
import type { UpdateAction } from '../runbook.js';
import type { Fields } from './fields.js';
import { readChoice, readText } from './scalars.js';
import { readValue } from './value.js';

/** Reads `update: TARGET` with `preFailoverCommand`, `postFailoverCommand` and `drill: run` beside it. */
export function readUpdate(
  node: DocNode,
  fields: Fields,
  verbSpan: Span,
  scope: ExpressionScope,
  problems: Problems,
): UpdateAction | null {
  const target = readText(node, "a target's id", problems);
  const command = (what: 'preFailoverCommand' | 'postFailoverCommand') => {
    const entry = fields.entries.get(what);
    return entry ? readValue(entry.value, { what, type: 'string', scope }, problems) : null;
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
  const drill = fields.entries.get('drill')?.value;
  const inDrill = drill !== undefined && readChoice(drill, 'drill', ['run'], problems) === 'run';
  if (target === null) return null;
  return {
    verb: 'update',
    verbSpan,
    target: { value: target, span: node.span },
    preFailoverCommand: pre,
    postFailoverCommand: post,
    inDrill,
  };
}
