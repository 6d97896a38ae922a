import type { DocNode, Span } from '../document-node.js';
import type { Problems } from '../problems.js';
import type { ReadinessAction } from '../runbook.js';
import type { Fields } from './fields.js';
import { readBoolean, readChoice, readList, readText, wrongType } from './scalars.js';

const STATES = ['idle', 'failed-over'] as const;

/** Reads `readiness: all` or a list of targets, with `expect` and `strict` beside it. */
export function readReadiness(
  node: DocNode,
  fields: Fields,
  verbSpan: Span,
  problems: Problems,
): ReadinessAction | null {
  const targets = readWhich(node, problems);
  const expect = fields.entries.get('expect')?.value;
  const strict = fields.entries.get('strict')?.value;
  if (targets === null) return null;
  return {
    verb: 'readiness',
    verbSpan,
    targets,
    expect: (expect && readChoice(expect, 'expect', STATES, problems)) ?? 'idle',
    strict: (strict && readBoolean(strict, 'strict', problems)) ?? false,
  };
}

function readWhich(node: DocNode, problems: Problems): ReadinessAction['targets'] | null {
  if (node.kind === 'scalar' && node.value === 'all') return 'all';
  if (node.kind === 'list' && node.items.length > 0) {
    return readList(node, 'readiness', problems, (item) =>
      readText(item, "a target's id", problems),
    );
  }
  return wrongType(node, 'readiness', '"all" or a list of targets', problems);
}
