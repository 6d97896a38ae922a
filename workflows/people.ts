import {
  ApplicationFailure,
  condition,
  defineQuery,
  defineSignal,
  defineUpdate,
  setHandler,
} from '@temporalio/workflow';
import type { JsonObject } from '../plan/json.js';
import { isSteeringCommand } from '../plan/is-steering-command.js';
import type { RunRecord } from '../plan/run-record.js';
import {
  JOURNAL_QUERY,
  RECORD_QUERY,
  STEERING_REFUSED,
  type SteeringCommand,
  type SteeringReceipt,
  type SteeringVerb,
} from '../plan/steering.js';
import { PREEMPT_SIGNAL } from './holds.js';
import { publishSummary, toRecord } from './record.js';
import { now, type Run } from './run.js';
import type { StepState, Wait } from './step-state.js';
import { tellStory } from './story.js';

const VERBS: Readonly<Record<SteeringVerb, string>> = {
  retry: 'Try a failed step again; what ran before is looked at first.',
  skip: 'Leave a waiting step as it is and go on; the run is degraded.',
  resolve: 'Answer an unknown: adopt, resend or skip.',
  abort: 'Begin nothing more, follow what runs, clean up.',
};

const recordQuery = defineQuery<RunRecord>(RECORD_QUERY);
const journalQuery = defineQuery<readonly JsonObject[]>(JOURNAL_QUERY);
const preemptSignal = defineSignal<[SteeringCommand]>(PREEMPT_SIGNAL);

/**
 * Registers what people can ask and tell; called before the first await. Handlers check and write
 * down; the step's own code takes the answer.
 */
export function listenToPeople(run: Run): void {
  setHandler(recordQuery, () => toRecord(run));
  setHandler(journalQuery, () => run.journal.entries.map((entry) => ({ ...entry })));
  setHandler(preemptSignal, (command) => {
    // Anybody can send a signal: one that is no command is no reason to stand still.
    if (!isSteeringCommand(command)) return;
    if (run.phase !== 'finished' && !run.isAborted) accept(run, command, null);
  });
  for (const verb of Object.keys(VERBS) as SteeringVerb[]) {
    const update = defineUpdate<SteeringReceipt, [SteeringCommand]>(verb);
    setHandler(
      update,
      (command: SteeringCommand) => accept(run, command, waitingStep(run, command)),
      {
        validator: (command: unknown) => {
          refuseUnlessPossible(run, verb, command);
        },
        description: VERBS[verb],
      },
    );
  }
}

/**
 * Waits for a person; null when nobody will answer: the run was aborted, or (in a drill) the pause
 * has run out.
 */
export async function askPerson(
  run: Run,
  step: StepState,
  question: Omit<Wait, 'since' | 'answer'>,
): Promise<SteeringCommand | null> {
  const wait: Wait = { ...question, since: now(), answer: null };
  step.wait = wait;
  step.status = 'waiting';
  run.log('waiting', step.plan.id, { kind: wait.kind, evidence: wait.evidence });
  publishSummary(run);
  tellStory(run);
  const isOver = () => wait.answer !== null || run.isAborted;
  if (run.isDrill) {
    await condition(isOver, run.input.plan.limits.pauseTimeoutSeconds * 1000);
  } else {
    await condition(isOver);
  }
  step.wait = null;
  publishSummary(run);
  return wait.answer;
}

function accept(run: Run, command: SteeringCommand, step: StepState | null): SteeringReceipt {
  const at = now();
  const { verb, person, reason } = command;
  run.interventions.push({
    command: verb,
    step: step?.plan.id ?? null,
    by: person.name,
    at,
    reason,
    accepted: true,
    osUser: person.osUser,
    host: person.host,
    authenticated: person.authenticated,
    detail: command.choice,
  });
  run.log('intervention', step?.plan.id ?? null, {
    verb,
    choice: command.choice,
    by: person.name,
    osUser: person.osUser,
    host: person.host,
    reason,
  });
  if (verb === 'abort') run.abort(command);
  else if (step !== null && step.wait !== null) step.wait.answer = command;
  return { verb, step: step?.plan.id ?? null, at };
}

function refuseUnlessPossible(run: Run, verb: SteeringVerb, command: unknown): void {
  if (!isSteeringCommand(command)) refuse('this is no steering command');
  if (run.phase === 'finished') refuse('the run is over');
  if (verb === 'abort') {
    if (run.isAborted && run.phase !== 'cleanup') refuse('the run is being aborted already');
    return;
  }
  if (command.item !== null) refuse('no step of this run has items');
  const step = waitingStep(run, command);
  const wait = step === null ? null : step.wait;
  if (step === null || wait === null) refuse(nothingWaits(run, command.step));
  if (wait.answer !== null) refuse(`step ${step.plan.id} was answered already`);
  if (verb === 'retry' && run.stop !== null) {
    refuse('the run has stopped and starts nothing more: skip the step, or abort');
  }
  if (!wait.verbs.includes(verb)) {
    refuse(`step ${step.plan.id} waits for ${wait.verbs.join(' or ')}, not for ${verb}`);
  }
  if (verb === 'resolve' && (command.choice === null || !wait.choices.includes(command.choice))) {
    refuse(`resolve needs one of: ${wait.choices.join(', ')}`);
  }
}

function waitingStep(run: Run, command: SteeringCommand): StepState | null {
  if (command.verb === 'abort') return null;
  const waiting = run.steps.filter(({ wait }) => wait !== null);
  if (command.step !== null) {
    return waiting.find(({ plan }) => plan.id === command.step) ?? null;
  }
  return waiting.length === 1 ? (waiting[0] ?? null) : null;
}

function nothingWaits(run: Run, asked: string | null): string {
  const waiting = run.steps.filter(({ wait }) => wait !== null).map(({ plan }) => plan.id);
  if (waiting.length === 0) return 'no step of this run waits for a person';
  if (asked === null)
    return `more than one step waits, name one with --step: ${waiting.join(', ')}`;
  return `step ${asked} does not wait; waiting: ${waiting.join(', ')}`;
}

function refuse(message: string): never {
  throw ApplicationFailure.nonRetryable(message, STEERING_REFUSED);
}
