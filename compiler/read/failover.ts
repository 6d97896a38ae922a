import type { FailoverStep } from '../../plan/plan.js';
import type { FailoverAction } from '../action.js';
import type { DocNode, Located, Span } from '../document-node.js';
import { headSpan } from '../document-node.js';
import { RESTORE_POINT_KEYS } from '../keys/failover-keys.js';
import { CONCURRENCY, RESTORE_POINT_WORDS } from '../keys/words.js';
import type { Problems } from '../problems.js';
import { LEAST_POLL } from './defaults.js';
import type { Fields } from './fields.js';
import { need, readFields } from './fields.js';
import { readMachines } from './machines.js';
import { readChoice, readDuration, readInteger } from './scalars.js';
import type { StepContext } from './step-context.js';
import { readTargetChoice } from './target-choice.js';
import { readValue } from './value.js';

type RestorePoint = FailoverStep['restorePoint'];

/** Reads `failover: TARGET`, with `restorePoint`, `machines`, `concurrency` and `poll` beside it. */
export function readFailover(
  node: DocNode,
  fields: Fields,
  verbSpan: Span,
  context: StepContext,
  problems: Problems,
): FailoverAction | null {
  const target = readTargetChoice(node, context, problems);
  const poll = fields.entries.get('poll')?.value;
  const point = fields.entries.get('restorePoint')?.value;
  const restorePoint = point ? readRestorePoint(point, context, problems) : null;
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
    ...target,
    restorePoint,
    concurrency: atATime,
    concurrencySpan: concurrency?.keySpan ?? null,
    pollSeconds,
    ...machines,
  };
}

const SHAPE = { what: 'restorePoint', known: Object.keys(RESTORE_POINT_KEYS) };

/**
 * `latest` (also when nothing is said), `latestConsistent`, `{ before: TIME }`, where null is the
 * latest as well, or `{ at: TIME }`: that very moment, so never null.
 */
function readRestorePoint(
  node: DocNode,
  context: StepContext,
  problems: Problems,
): Located<RestorePoint> | null {
  const span = headSpan(node);
  if (node.kind === 'scalar') {
    const kind = readChoice(node, 'restorePoint', RESTORE_POINT_WORDS, problems);
    return kind && { value: { kind }, span };
  }
  const fields = readFields(node, SHAPE, problems);
  if (fields === null) return null;
  const kind = readMoment(fields, problems);
  const moment = kind === null ? undefined : fields.entries.get(kind);
  if (kind === null || moment === undefined) return null;
  const nullable = kind === 'before';
  const time = readValue(
    moment.value,
    { what: kind, type: 'datetime', nullable, ...context },
    problems,
  );
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
