import type { ExpressionScope } from '../../plan/expression.js';
import type { DocNode, Span } from '../document-node.js';
import type { Problems } from '../problems.js';
import type { StepAction } from '../runbook.js';
import { need, readFields } from './fields.js';
import { readValue } from './value.js';

/** Reads `wait: 5m` or `wait: { until: TIME }`. */
export function readWait(
  node: DocNode,
  verbSpan: Span,
  scope: ExpressionScope,
  problems: Problems,
): StepAction | null {
  if (node.kind === 'map') {
    const fields = readFields(node, { what: 'wait', known: ['until'] }, problems);
    const until = fields && need(fields, 'until', 'until: 2026-11-21T03:00:00Z', problems);
    const time = until && readValue(until, { what: 'until', type: 'datetime', scope }, problems);
    return time && { verb: 'wait', verbSpan, wait: { kind: 'until', time } };
  }
  const duration = readValue(node, { what: 'wait', type: 'duration', scope }, problems);
  return duration && { verb: 'wait', verbSpan, wait: { kind: 'for', duration } };
}
