import { choice, exactlyOne, integer, list, map, orNull, text, timeValue } from './forms.js';
import type { JsonSchema, KeyTable } from './json-schema.js';
import { tolerance } from './tolerance-form.js';
import { MOST_RETRIES, RESTORE_POINT_WORDS, VERDICTS } from './words.js';

export const RESTORE_POINT_KEYS: KeyTable = {
  before: orNull(timeValue('The newest restore point created before this time; null: the latest.')),
  at: timeValue('CDP replicas only: the state at this very moment.'),
};

export const RESTORE_POINT: JsonSchema = {
  description:
    'Which restore point is used; default latest. A test takes the latest whatever stands here.',
  anyOf: [
    choice('latestConsistent is for CDP replicas only.', RESTORE_POINT_WORDS),
    map('A point in time.', RESTORE_POINT_KEYS, exactlyOne(Object.keys(RESTORE_POINT_KEYS))),
  ],
};

export const MACHINES_KEYS: KeyTable = {
  critical: list('Machines that must succeed, by name.', text('The name of a machine.')),
  tolerate: tolerance('machines that are not critical'),
  warning: choice(
    'Whether a machine that ended with a warning counts as well; default ok.',
    VERDICTS,
  ),
  unverified: choice(
    'Whether a machine whose result the server does not report counts as well; default ok.',
    VERDICTS,
  ),
  retry: integer(
    'Replicas only: how often machines that failed are failed over again; default 0.',
    0,
    MOST_RETRIES,
  ),
};

export const MACHINES: JsonSchema = map(
  'The policy for partial failure: what it means when some machines fail.',
  MACHINES_KEYS,
);
