import type { WaitAction } from '../action.js';
import type { DocNode, Span } from '../document-node.js';
import { WAIT_KEYS } from '../keys/step-keys.js';
import type { Problems } from '../problems.js';
import { need, readFields } from './fields.js';
import type { StepContext } from './step-context.js';
import { readValue } from './value.js';

/** Reads `wait: 5m` or `wait: { until: TIME }`. */
export function readWait(
  node: DocNode,
  verbSpan: Span,
  context: StepContext,
  problems: Problems,
): WaitAction | null {
  if (node.kind === 'map') {
    const fields = readFields(node, { what: 'wait', known: Object.keys(WAIT_KEYS) }, problems);
    const until = fields && need(fields, 'until', 'until: 2026-11-21T03:00:00Z', problems);
    const time =
      until && readValue(until, { what: 'until', type: 'datetime', ...context }, problems);
    return time && { verb: 'wait', verbSpan, wait: { kind: 'until', time } };
  }
  const duration = readValue(node, { what: 'wait', type: 'duration', ...context }, problems);
  return duration && { verb: 'wait', verbSpan, wait: { kind: 'for', duration } };
}
