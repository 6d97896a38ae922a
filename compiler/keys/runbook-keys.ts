import { LANGUAGE } from '../../plan/plan.js';
import { choice, duration, map, named, text } from './forms.js';
import { ID_LENGTH, RUNBOOK_ID_FORM } from './id-form.js';
import { INPUT } from './input-keys.js';
import type { JsonSchema, KeyTable } from './json-schema.js';
import { MODES_VALUE, stepForm } from './step-keys.js';
import { SCHEDULE } from './schedule-keys.js';
import { TARGET } from './target-keys.js';
import { ON_FAILURE } from './words.js';

export const OBJECTIVE_KEYS: KeyTable = {
  rto: duration('Recovery time objective: how long the run may take.'),
  rpo: duration('Recovery point objective: how old restore points may be.'),
};

export const DEFAULTS_KEYS: KeyTable = {
  timeout: duration('Machine time of one attempt; not for check and wait.'),
  poll: duration('How often a running job is looked at; built in 10s.'),
  pauseTimeout: duration('How long a pause in a drill waits for a person; built in 1h.'),
  cleanupTimeout: duration("How long a drill's clean-up may take; built in 1h."),
  onFailure: choice(
    'What follows a failure; built in: live pause, drill abort.',
    ON_FAILURE.filter((word) => word !== 'undo'),
  ),
};

export const STEP = stepForm('A step: one verb, and what goes with it.');

const steps = (description: string): JsonSchema => ({
  description,
  type: 'array',
  items: STEP,
  minItems: 1,
});

export const RUNBOOK_KEYS: KeyTable = {
  apiVersion: choice('The version of the runbook language.', [LANGUAGE]),
  id: {
    description: "The runbook's name: small letters, digits, hyphens. Run ids begin with it.",
    type: 'string',
    pattern: RUNBOOK_ID_FORM.source,
    maxLength: ID_LENGTH,
  },
  title: text('What the runbook does, in a line.'),
  owner: text('Who answers for it.'),
  description: text('For readers; it is not in the plan.'),
  modes: { ...MODES_VALUE, description: 'What the runbook may be run as; default both.' },
  inputs: named('What is given to a run: a map from names.', INPUT),
  objectives: map('What the run is held against in its report.', OBJECTIVE_KEYS),
  targets: named('What is failed over: a map from ids.', TARGET),
  defaults: map('What steps take where they say nothing.', DEFAULTS_KEYS),
  steps: steps('What is done: each step after the one above, unless it says what it needs.'),
  always: steps('What is done at the end, whatever happened.'),
  schedule: SCHEDULE,
};

export const RUNBOOK: JsonSchema = map('A runbook of Drillbook.', RUNBOOK_KEYS, {
  required: ['apiVersion', 'id', 'steps'],
});
