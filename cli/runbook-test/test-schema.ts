import { z } from 'zod';
import { closed } from '../../config/fields.js';
import { DURATION_FORMS, DURATION_PATTERN, parseDuration } from '../../plan/duration.js';
import type { Json } from '../../plan/json.js';

/** The version of the form of test files (their `apiVersion`). */
export const TEST_LANGUAGE = 'drillbook-test/v1';

/** How many times faster than the clock a test goes where nothing else is said. */
export const DEFAULT_SPEED = 60;

/** A duration as text, in seconds when it was read. */
const duration = z
  .string()
  .regex(new RegExp(DURATION_PATTERN), `is no duration; write for example ${DURATION_FORMS}`)
  .transform((text) => parseDuration(text) ?? 0)
  .describe(`A duration: ${DURATION_FORMS}`);

const speed = z
  .number()
  .min(1)
  .max(1000)
  .describe('How many times faster than the clock it goes (default: 60)');

export const FATES = ['success', 'warning', 'failed', 'hang'] as const;

/** The faults of a server, in the words of those who write tests. */
export const FAULTS = [
  'lost-answer',
  'lost-request',
  'refused',
  'denied',
  'error',
  'error-after',
  'garbled',
] as const;

const fault = closed({
  kind: z
    .enum(FAULTS)
    .describe(
      'lost-answer: the server acts, its answer is lost. lost-request: cut before the server acts. refused: busy (503, Retry-After). denied: 403. error: 500, nothing done. error-after: 500, but done. garbled: done, the answer is rubbish',
    ),
  on: z
    .enum(['failover', 'undo', 'update'])
    .default('failover')
    .describe('Which call it hits (default: the one that starts or tests)'),
  times: z.int().min(1).max(100).default(1).describe('How many calls it hits'),
  after: z.int().min(0).max(100).default(0).describe('How many calls go by before the first'),
}).describe('A fault of the server');

const state = z
  .enum(['idle', 'failed-over'])
  .describe('What it is before the run: somebody may have failed it over already');

const targetState = z
  .enum(['idle', 'failed-over', 'failed-over-here'])
  .describe(
    'What it is before the run: failed over by somebody, or by an earlier run of Drillbook',
  );

/** What is said of a machine, or of all of a target's. */
const machineKeys = {
  result: z.enum(FATES).optional().describe('How its failover or test ends (default: success)'),
  message: z.string().max(1000).optional().describe('What the server says of a warning or failure'),
  takes: duration.optional().describe('How long its failover takes (default: 30s)'),
  undo: z.enum(['success', 'failed']).optional().describe('How its undo ends'),
  undoTakes: duration.optional().describe('How long its undo takes (default: 5s)'),
  restorePoints: z
    .array(duration)
    .min(1)
    .max(20)
    .optional()
    .describe('How old its restore points are (default: 5m and 24h)'),
  state: state.optional(),
};

const machine = closed(machineKeys)
  .nullable()
  .transform((value) => value ?? {});

const target = closed({
  ...machineKeys,
  state: targetState.optional(),
  missing: z.boolean().default(false).describe('The server does not have it'),
  jobFails: z.boolean().default(false).describe('The job of the plan fails and touches nothing'),
  type: z
    .enum(['cloud', 'local'])
    .optional()
    .describe('What a Service Provider Console says a plan is (default: cloud where it is tested)'),
  count: z
    .int()
    .min(1)
    .max(5000)
    .optional()
    .describe('How many machines a plan has in all; those not named below get names'),
  machines: z
    .record(z.string().min(1).max(200), machine)
    .default({})
    .describe('Machines by name; of a plan these are the ones it has'),
  faults: z.array(fault).max(20).default([]),
}).describe('What the server has and does of a target of the runbook');

const ANSWERS = [
  'approve',
  'reject',
  'break-glass',
  'done',
  'failed',
  'skipped',
  'retry',
  'skip',
  'adopt',
  'resend',
  'abort',
  'undo',
  'pause',
  'resume',
] as const;

const answer = closed({
  step: z.string().optional().describe('The step that waits; left out with `at`'),
  item: z.string().optional().describe('The item of a step with foreach'),
  machines: z.array(z.string()).max(1000).optional().describe('For retry: these machines only'),
  with: z.enum(ANSWERS).describe('What is said'),
  by: z.string().min(1).max(200).optional().describe('Who (default: one who may)'),
  reason: z.string().max(1000).default('a test'),
  note: z.string().max(1000).optional(),
  after: duration.optional().describe('How long the step waits before'),
  at: duration.optional().describe('When, counted from the start of the run, whatever waits'),
  refused: z.boolean().default(false).describe('The run must refuse it'),
}).describe('What a person says to the run');

const meeting = z
  .union(
    [
      z.enum(['holds', 'fails']),
      closed({
        holds: z.boolean().optional().describe('Of a check'),
        after: duration.optional().describe('Of a check: it holds from then on'),
        status: z.int().min(100).max(599).optional().describe('Of an http step: the answer'),
        json: z.json().optional(),
        text: z.string().max(60_000).optional(),
        fault: z.enum(['lost-answer', 'lost-request', 'refused']).optional(),
      }).describe('What a check or an http step meets'),
    ],
    {
      error:
        'must be holds, fails, or a mapping with keys among holds, after (checks), status, json, text, fault (http steps)',
    },
  )
  .transform((value) => (typeof value === 'string' ? { holds: value === 'holds' } : value));

const json: z.ZodType<Json> = z.json();

const common = {
  mode: z
    .enum(['drill', 'live'])
    .optional()
    .describe('Default: drill where the runbook may be one'),
  speed: speed.optional(),
  inputs: z.record(z.string(), json).optional().describe('Inputs of the runbook, by name'),
  groups: z
    .record(z.string(), z.array(z.string().min(1)).max(100))
    .optional()
    .describe('Groups of people; one that is not named has three people of its own'),
  targets: z.record(z.string(), target).optional(),
  network: z
    .record(z.string(), meeting)
    .optional()
    .describe('What checks and http steps meet, by step (default: what the runbook expects)'),
  waits: z
    .record(z.string(), duration)
    .optional()
    .describe('How long a wait step takes whose length is not written out (default: no time)'),
};

export const OUTCOMES = [
  'succeeded',
  'degraded',
  'failed',
  'aborted',
  'unknown',
  'refused',
] as const;

const test = closed({
  name: z.string().min(1).max(200).describe('What it shows, in a sentence'),
  ...common,
  answers: z.array(answer).max(200).default([]),
  outcome: z.enum(OUTCOMES).optional().describe('How the run must end'),
  expect: z
    .array(z.string().min(1).max(2000))
    .max(100)
    .default([])
    .describe('CEL over the run that is over; each must be true'),
});

/** A file of tests of a runbook. Closed: an unknown key is an error. */
export const testFileSchema = closed({
  apiVersion: z.literal(TEST_LANGUAGE),
  runbook: z
    .string()
    .min(1)
    .optional()
    .describe('The runbook (default: the file of the same name without `.test`)'),
  defaults: closed(common).optional().describe('What each test has that says nothing else'),
  tests: z.array(test).min(1).max(1000),
});

export type TestFile = z.output<typeof testFileSchema>;
export type WrittenTest = z.output<typeof test>;
export type TargetFixture = z.output<typeof target>;
export type MachineFixture = z.output<typeof machine>;
export type FaultFixture = z.output<typeof fault>;
export type AnswerFixture = z.output<typeof answer>;
export type Meeting = z.output<typeof meeting>;
