import type { Verb } from '../../plan/plan.js';
import { CHECK } from './check-keys.js';
import { MACHINES, RESTORE_POINT } from './failover-keys.js';
import {
  boolean,
  cel,
  choice,
  duration,
  durationValue,
  free,
  id,
  integer,
  list,
  map,
  oneOrMore,
  template,
  text,
  timeValue,
  wholeExpression,
} from './forms.js';
import type { JsonSchema, KeyTable } from './json-schema.js';
import { NOTIFY } from './notify-keys.js';
import { APPROVE, TASK } from './people-keys.js';
import { FOREACH, RETRY } from './repeat-keys.js';
import { REQUEST } from './request-keys.js';
import { CONCURRENCY, MODES, ON_FAILURE, READINESS_STATES } from './words.js';

export const MODES_VALUE: JsonSchema = list('drill, live, or both.', choice('A mode.', MODES), 1);

/** Keys of every step that are best written before its verb. */
const BEFORE_VERB: KeyTable = {
  id: id('The name of the step; unique in the runbook, steps under always included.'),
  title: text('What the step is for, in words for people.'),
  needs: list(
    'Steps that must be over before this one begins. Default: the step above. []: at once.',
    text("A step's id."),
  ),
  when: cel(
    'Looked at when all that the step needs is over: false skips the step, or, where it names the item of foreach, that item.',
  ),
  modes: {
    ...MODES_VALUE,
    description:
      'The modes in which the step takes part; where it does not, it is replaced by its own needs.',
  },
  foreach: FOREACH,
};

/** Keys of every step that are best written after its verb. */
const AFTER_VERB: KeyTable = {
  timeout: duration('Machine time of one attempt; people are not waited for at its expense.'),
  retry: RETRY,
  onFailure: choice(
    'What follows a failure. pause: hold this step and those behind it for a person. abort: start ' +
      "nothing more, then clean up. continue: go on, the step is ignored. undo: undo this failover's " +
      'target, then abort. Default: live pause, drill abort.',
    ON_FAILURE,
  ),
};

export const COMMON_KEYS: KeyTable = { ...BEFORE_VERB, ...AFTER_VERB };

const POLL = duration('How often the running job is looked at; default 10s.');

const DRILL_RUN = choice('run: the step takes part in drills as well.', ['run']);

export const WAIT_KEYS: KeyTable = { until: timeValue('When the step ends.') };

interface VerbKeys {
  /** What stands under the verb itself. */
  readonly value: JsonSchema;
  /** Keys that go with this verb, beside it. */
  readonly beside: KeyTable;
}

const target = (description: string): JsonSchema =>
  text(`${description} A target's id, or with foreach the item.`);

/** Every verb: what it takes, and the keys that may stand beside it. */
export const VERB_TABLE: Readonly<Record<Verb, VerbKeys>> = {
  readiness: {
    value: {
      description:
        'Changes nothing; finds what would stop a failover. "all", a list of targets, or with foreach the item.',
      anyOf: [
        { type: 'string', enum: ['all'] },
        wholeExpression('The item.'),
        list('Targets.', text("A target's id."), 1),
      ],
    },
    beside: {
      expect: choice('The state that the targets must be in; default idle.', READINESS_STATES),
      strict: boolean('In a drill, warnings fail the step as well.'),
    },
  },
  failover: {
    value: target(
      'Fails the target over (live) or rehearses it (drill), and follows it to its end.',
    ),
    beside: {
      restorePoint: RESTORE_POINT,
      concurrency: integer(
        'Replicas only: how many are started at a time; default 10.',
        ...CONCURRENCY,
      ),
      machines: MACHINES,
      poll: POLL,
    },
  },
  undo: {
    value: target('Undoes the failover of the target, and follows that to its end.'),
    beside: { poll: POLL, drill: DRILL_RUN },
  },
  update: {
    value: target('Changes the commands of a plan of the Service Provider Console.'),
    beside: {
      preFailoverCommand: template('The command that the plan runs before a failover.'),
      postFailoverCommand: template('The command that the plan runs after a failover.'),
      drill: DRILL_RUN,
    },
  },
  check: { value: CHECK, beside: {} },
  approve: { value: APPROVE, beside: {} },
  task: { value: TASK, beside: {} },
  wait: {
    value: {
      description: 'Waits for a duration, or until a time.',
      anyOf: [
        durationValue('How long the step waits.'),
        map('A moment.', WAIT_KEYS, { required: ['until'] }),
      ],
    },
    beside: {},
  },
  http: { value: REQUEST, beside: { drill: DRILL_RUN } },
  notify: { value: NOTIFY, beside: {} },
  runbook: {
    value: text('Another runbook as a child run in the same mode: its file, from this one.'),
    beside: { with: free('What is given to it: values by input. May hold ${{ }}.') },
  },
};

export const VERBS = Object.keys(VERB_TABLE) as readonly Verb[];

/** Keys beside the verb, by verb. */
export const VERB_KEYS = Object.fromEntries(
  VERBS.map((verb) => [verb, Object.keys(VERB_TABLE[verb].beside)]),
) as unknown as Readonly<Record<Verb, readonly string[]>>;

/** Verbs that want a key beside, or have one of their own that others have beside. */
const WANTS: Partial<Readonly<Record<Verb, JsonSchema>>> = {
  update: oneOrMore(['preFailoverCommand', 'postFailoverCommand']),
  approve: { not: { required: ['timeout'] } },
  task: { not: { required: ['timeout'] } },
};

/** A step: the common keys, exactly one verb, and the keys that go with it. */
export function stepForm(description: string): JsonSchema {
  const verbs = Object.fromEntries(VERBS.map((verb) => [verb, VERB_TABLE[verb].value]));
  const beside = Object.assign({}, ...VERBS.map((verb) => VERB_TABLE[verb].beside)) as KeyTable;
  // "expect" of one verb must not hide that of another: where they differ, either will do.
  const forms = Object.keys(beside).map((key): [string, JsonSchema] => {
    const [first = {}, ...others] = [
      ...new Set(VERBS.flatMap((verb) => VERB_TABLE[verb].beside[key] ?? [])),
    ];
    return [key, others.length === 0 ? first : { anyOf: [first, ...others] }];
  });
  const owners = Object.keys(beside).map((key): [string, JsonSchema] => [
    key,
    oneOrMore(VERBS.filter((verb) => VERB_KEYS[verb].includes(key))),
  ]);
  return map(
    description,
    { ...BEFORE_VERB, ...verbs, ...Object.fromEntries(forms), ...AFTER_VERB },
    {
      required: ['id'],
      oneOf: VERBS.map((verb) => ({ required: [verb], ...WANTS[verb] })),
      dependencies: Object.fromEntries(owners),
    },
  );
}
