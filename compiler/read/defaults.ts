import type { OnFailure } from '../../plan/plan.js';
import type { DocNode } from '../document-node.js';
import { DEFAULTS_KEYS } from '../keys/runbook-keys.js';
import { ON_FAILURE } from '../keys/words.js';
import type { Problems } from '../problems.js';
import type { Defaults } from '../runbook.js';
import { readFields } from './fields.js';
import { readChoice, readDuration } from './scalars.js';

const HOUR = 3600;

/** Polling faster than this helps nobody; it is for tests against a simulator. */
export const LEAST_POLL = 0.1;

const SHAPE = {
  what: 'defaults',
  known: Object.keys(DEFAULTS_KEYS),
};

/** Reads `defaults`, with the built-in ones where nothing is said. */
export function readDefaults(node: DocNode | undefined, problems: Problems): Defaults {
  const fields = node === undefined ? null : readFields(node, SHAPE, problems);
  const duration = (key: string, least?: number): number | null => {
    const value = fields?.entries.get(key)?.value;
    return value === undefined ? null : readDuration(value, `defaults.${key}`, problems, least);
  };
  return {
    timeoutSeconds: duration('timeout'),
    pollSeconds: duration('poll', LEAST_POLL) ?? 10,
    pauseTimeoutSeconds: duration('pauseTimeout') ?? HOUR,
    cleanupTimeoutSeconds: duration('cleanupTimeout') ?? HOUR,
    onFailure: readOnFailure(fields?.entries.get('onFailure')?.value, problems),
  };
}

function readOnFailure(node: DocNode | undefined, problems: Problems): OnFailure | null {
  if (node === undefined) return null;
  const choice = readChoice(node, 'defaults.onFailure', ON_FAILURE, problems);
  if (choice !== 'undo') return choice;
  problems.add('undo-on-failure', node.span, { what: 'a default is for all steps and' });
  return null;
}
