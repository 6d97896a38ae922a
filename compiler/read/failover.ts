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
import { readChoice, readDuration, readInteger, readText } from './scalars.js';
import { readValue } from './value.js';

/** Replicas that can be started at a time. */
const CONCURRENCY = [1, 100] as const;

type RestorePoint = FailoverStep['restorePoint'];

/** Reads `failover: TARGET`, with `restorePoint`, `machines`, `concurrency` and `poll` beside it. */
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
  const concurrency = fields.entries.get('concurrency');
  const machines = readMachines(fields.entries.get('machines')?.value, problems);
  const atATime = concurrency
    ? readInteger(concurrency.value, 'concurrency', CONCURRENCY, problems)
    : null;
  if (target === null) return null;
  return {
    verb: 'failover',
    verbSpan,
    target: { value: target, span: node.span },
    restorePoint,
    concurrency: atATime,
    concurrencySpan: concurrency?.keySpan ?? null,
    pollSeconds,
    ...machines,
  };
}

const WORDS = ['latest', 'latestConsistent'] as const;

const SHAPE = { what: 'restorePoint', known: ['before', 'at'] };

/**
 * `latest` (also when nothing is said), `latestConsistent`, `{ before: TIME }`, where null is the
 * latest as well, or `{ at: TIME }`: that very moment, so never null.
 */
function readRestorePoint(
  node: DocNode,
  scope: ExpressionScope,
  problems: Problems,
): Located<RestorePoint> | null {
  const span = headSpan(node);
  if (node.kind === 'scalar') {
    const kind = readChoice(node, 'restorePoint', WORDS, problems);
    return kind && { value: { kind }, span };
  }
  const fields = readFields(node, SHAPE, problems);
  if (fields === null) return null;
  const kind = readMoment(fields, problems);
  const moment = kind === null ? undefined : fields.entries.get(kind);
  if (kind === null || moment === undefined) return null;
  const nullable = kind === 'before';
  const time = readValue(moment.value, { what: kind, type: 'datetime', scope, nullable }, problems);
  return time && { value: { kind, time }, span };
}

/** Which of the two keys stands there. */
function readMoment(fields: Fields, problems: Problems): 'before' | 'at' | null {
  const [before, at] = [fields.entries.get('before'), fields.entries.get('at')];
  if (before !== undefined && at !== undefined) {
    problems.add('exactly-one', at.keySpan, {
      what: 'restorePoint',
      known: 'before, at',
      found: 'both',
      advice: 'before takes the newest point older than a time, at takes that very moment.',
    });
    return null;
  }
  if (at !== undefined) return 'at';
  if (before !== undefined) return 'before';
  if (!fields.hasStranger) need(fields, 'before', 'before: 2026-11-21T03:00:00Z', problems);
  return null;
}
