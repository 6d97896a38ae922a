import type { ExpressionScope } from '../../plan/expression.js';
import type { FailoverStep } from '../../plan/plan.js';
import type { DocNode, Located, Span } from '../document-node.js';
import { headSpan } from '../document-node.js';
import type { Problems } from '../problems.js';
import type { FailoverAction } from '../runbook.js';
import { LEAST_POLL } from './defaults.js';
import type { Fields } from './fields.js';
import { need, readFields } from './fields.js';
import { readMachines } from './machines.js';
import { readChoice, readDuration, readText } from './scalars.js';
import { readValue } from './value.js';

type RestorePoint = FailoverStep['restorePoint'];

/** Reads `failover: TARGET`, with `restorePoint`, `machines` and `poll` beside it. */
export function readFailover(
  node: DocNode,
  fields: Fields,
  verbSpan: Span,
  scope: ExpressionScope,
  problems: Problems,
): FailoverAction | null {
  const target = readText(node, "a target's id", problems);
  const poll = fields.entries.get('poll')?.value;
  const point = fields.entries.get('restorePoint')?.value;
  const restorePoint = point ? readRestorePoint(point, scope, problems) : null;
  const pollSeconds = poll ? readDuration(poll, 'poll', problems, LEAST_POLL) : null;
  const machines = readMachines(fields.entries.get('machines')?.value, problems);
  if (target === null) return null;
  return {
    verb: 'failover',
    verbSpan,
    target: { value: target, span: node.span },
    restorePoint,
    pollSeconds,
    ...machines,
  };
}

/** `latest` (also when nothing is said) or `{ before: TIME }`, where null is the latest as well. */
function readRestorePoint(
  node: DocNode,
  scope: ExpressionScope,
  problems: Problems,
): Located<RestorePoint> | null {
  const span = headSpan(node);
  if (node.kind === 'scalar') {
    const choice = readChoice(node, 'restorePoint', ['latest'], problems, ['latestConsistent']);
    return choice && { value: { kind: 'latest' }, span };
  }
  const later = { at: 'It is for CDP replicas. Use { before: TIME } or latest.' };
  const shape = { what: 'restorePoint', known: ['before'], later };
  const fields = readFields(node, shape, problems);
  if (fields === null || (fields.hasStranger && !fields.entries.has('before'))) return null;
  const before = need(fields, 'before', 'before: 2026-11-21T03:00:00Z', problems);
  const expectation = { what: 'before', type: 'datetime', scope, nullable: true } as const;
  const time = before && readValue(before, expectation, problems);
  return time && { value: { kind: 'before', time }, span };
}
