import type { Retry } from '../../plan/plan.js';
import type { DocNode } from '../document-node.js';
import { RETRY_KEYS } from '../keys/repeat-keys.js';
import { MOST_RETRIES } from '../keys/words.js';
import type { Problems } from '../problems.js';
import { need, readFields } from './fields.js';
import { readDuration, readInteger } from './scalars.js';

const SHAPE = { what: 'retry', known: Object.keys(RETRY_KEYS) };

const EVERY_SECONDS = 10;

/** Reads `retry: N` or `retry: { attempts: N, every: DURATION }`. */
export function readRetry(node: DocNode, problems: Problems): Retry | null {
  if (node.kind !== 'map') {
    const attempts = readAttempts(node, 'retry', problems);
    return attempts === null ? null : { attempts, everySeconds: EVERY_SECONDS };
  }
  const fields = readFields(node, SHAPE, problems);
  const attemptsNode = fields && need(fields, 'attempts', 'attempts: 2', problems);
  const every = fields?.entries.get('every')?.value;
  const everySeconds = (every && readDuration(every, 'every', problems, 0.1)) ?? EVERY_SECONDS;
  const attempts = attemptsNode && readAttempts(attemptsNode, 'attempts', problems);
  return attempts === null ? null : { attempts, everySeconds };
}

function readAttempts(node: DocNode, what: string, problems: Problems): number | null {
  return readInteger(node, what, [0, MOST_RETRIES], problems);
}
