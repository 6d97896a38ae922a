import {
  ApplicationFailure,
  condition,
  defineQuery,
  defineSignal,
  defineUpdate,
  patched,
  setHandler,
} from '@temporalio/workflow';
import type { Json, JsonObject } from '../plan/json.js';
import { isSteeringCommand } from '../plan/is-steering-command.js';
import type { RunRecord } from '../plan/run-record.js';
import {
  JOURNAL_QUERY,
  RECORD_QUERY,
  RUN_VERBS,
  STEERING_REFUSED,
  type SteeringCommand,
  type SteeringReceipt,
  type SteeringVerb,
} from '../plan/steering.js';
import { END_CLEAN_UP_SIGNAL } from '../plan/workflow-names.js';
import { takeApproval, whyNotTaken } from './approvals.js';
import { PREEMPT_SIGNAL } from './holds.js';
import { failedItems } from './item-verdicts.js';
import { isChildCleaning, listenToChildren } from './parent.js';
import { toRecord } from './record.js';
import { ENDS_ALWAYS, isOfAlways, obey, whyNotNow } from './run-commands.js';
import { now, type Run } from './run.js';
import { type StepState, stepIdOf, withItems } from './step-state.js';
import { closeWait, openWait, type Question } from './waits.js';

const VERBS: Readonly<Record<SteeringVerb, string>> = {
  retry: 'Try a failed step again; what ran before is looked at first.',
  skip: 'Leave a waiting step as it is and go on; the run is degraded.',
  resolve: 'Answer an unknown: adopt, resend or skip.',
  abort: 'Begin nothing more, follow what runs, clean up.',
  approve: 'Approve the plan, as one of the people that the step names.',
  reject: 'Reject the plan, with a reason: the run is aborted.',
  answer: 'Say what became of a task: done, failed or skipped.',
  pause: 'Begin nothing more until it is resumed; what runs is followed.',
  resume: 'Go on after a pause.',
  undo: 'Begin nothing more, undo in reverse what this run has started, end as aborted.',
};

const recordQuery = defineQuery<RunRecord>(RECORD_QUERY);
const journalQuery = defineQuery<readonly JsonObject[]>(JOURNAL_QUERY);
const preemptSignal = defineSignal<[SteeringCommand]>(PREEMPT_SIGNAL);
const endCleanUpSignal = defineSignal<[SteeringCommand]>(END_CLEAN_UP_SIGNAL);

/**
 * Registers what people can ask and tell; called before the first await. Handlers check and write
 * down; the step's own code takes the answer.
 */
export function listenToPeople(run: Run): void {
  setHandler(recordQuery, () => toRecord(run));
  setHandler(journalQuery, () => run.journal.entries.map((entry) => ({ ...entry })));
  listenToChildren(run);
  setHandler(preemptSignal, (command) => {
    // Anybody can send a signal: one that is no command is no reason to stand still.
    if (!isSteeringCommand(command)) return;
    const verb = Object.keys(VERBS).includes(command.verb) ? command.verb : null;
    if (verb === null || !RUN_VERBS.has(verb) || whyNotNow(run, verb) !== null) return;
    // A run that pre-empts a drill, or the word of its parent, must not end its clean-up.
    if (verb === 'abort' && !isOfAlways(run) && (run.isAborted || isCleanUpKept(run))) return;
    if (verb === 'resume' && isHeldByAnother(run, command)) return;
    accept(run, command, null);
  });
  setHandler(endCleanUpSignal, (command) => {
    if (!isSteeringCommand(command) || command.verb !== 'abort') return;
    const isOfCleanUp = run.phase === 'cleanup' || (run.isAborted && isChildCleaning(run));
    if (isOfCleanUp) accept(run, command, null);
  });
  for (const verb of Object.keys(VERBS) as SteeringVerb[]) {
    const update = defineUpdate<SteeringReceipt, [SteeringCommand]>(verb);
    setHandler(
      update,
      (command: SteeringCommand) => accept(run, command, waitingFor(run, command)),
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
  question: Question,
): Promise<SteeringCommand | null> {
  const wait = openWait(run, step, question);
  const isOver = () => wait.answer !== null || run.isAborted;
  if (run.isDrill) {
    const summary = `${step.plan.id}: how long a drill waits for a person`;
    await condition(isOver, run.input.plan.limits.pauseTimeoutSeconds * 1000, { summary });
  } else {
    await condition(isOver);
  }
  closeWait(run, step);
  return wait.answer;
}

function accept(run: Run, command: SteeringCommand, step: StepState | null): SteeringReceipt {
  const at = now();
  const { verb, person, reason } = command;
  const item = step?.item?.key ?? command.item;
  const receipt = { verb, step: step === null ? null : stepIdOf(step), at };
  if (step !== null && step.wait?.kind === 'approval') {
    return { ...receipt, missing: takeApproval(run, step, step.wait, command) };
  }
  run.interventions.push({
    command: verb,
    step: step === null ? null : stepIdOf(step),
    ...(item === null ? {} : { item }),
    by: person.name,
    at,
    reason,
    accepted: true,
    osUser: person.osUser,
    host: person.host,
    authenticated: person.authenticated,
    detail: detailOf(run, command),
  });
  run.log('intervention', step?.plan.id ?? null, {
    verb,
    choice: command.choice,
    ...(command.note === undefined ? {} : { note: command.note }),
    ...(item === null ? {} : { item }),
    by: person.name,
    osUser: person.osUser,
    host: person.host,
    reason,
  });
  if (RUN_VERBS.has(verb)) obey(run, command);
  else if (step !== null && step.wait !== null) step.wait.answer = command;
  return receipt;
}

/** A parent that goes on must not let go on what a person holds here. Older versions did. */
function isHeldByAnother({ pause }: Run, { person }: SteeringCommand): boolean {
  return pause !== null && pause.by !== person.name && patched('held-by-another');
}

/** Older versions ended the clean-up here: their histories must still replay. */
function isCleanUpKept({ phase }: Run): boolean {
  return phase === 'cleanup' && patched('clean-up-goes-on');
}

function detailOf(run: Run, { verb, choice, note }: SteeringCommand): Json {
  if (verb === 'abort' && isOfAlways(run)) return ENDS_ALWAYS;
  return note === undefined ? choice : { choice, note };
}

function refuseUnlessPossible(run: Run, verb: SteeringVerb, command: unknown): void {
  if (!isSteeringCommand(command)) refuse('this is no steering command');
  if (run.phase === 'finished') refuse('the run is over');
  if (RUN_VERBS.has(verb)) {
    const why = whyNotNow(run, verb);
    if (why !== null) refuse(why);
    return;
  }
  const step = waitingFor(run, command);
  const wait = step === null ? null : step.wait;
  if (step === null || wait === null) refuse(nothingWaits(run, command));
  const name = nameOf(step);
  if (wait.answer !== null) refuse(`step ${name} was answered already`);
  if (verb === 'retry' && run.stop !== null) {
    refuse('the run has stopped and starts nothing more: skip the step, or abort');
  }
  if (!wait.verbs.includes(verb)) {
    refuse(`step ${name} waits for ${wait.verbs.join(' or ')}, not for ${verb}`);
  }
  refuseUnknownMachines(step, command.machines);
  const needsChoice = verb === 'resolve' || verb === 'answer';
  if (needsChoice && (command.choice === null || !wait.choices.includes(command.choice))) {
    refuse(`${verb} needs one of: ${wait.choices.join(', ')}`);
  }
  const why = whyNotTaken(run, step, wait, command);
  if (why !== null) refuse(why);
}

/** Only replicas are started one by one. */
function refuseUnknownMachines(step: StepState, named: readonly string[]): void {
  if (named.length === 0) return;
  if (step.machinesNow === null) {
    refuse(`step ${step.plan.id} drives a plan: its machines can't be named one by one`);
  }
  const known = new Set(step.machinesNow().map(({ name }) => name));
  const unknown = named.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    refuse(`step ${step.plan.id} has no machine ${unknown.slice(0, 20).join(', ')}`);
  }
}

/** The step or item that a command is about; null: none waits, or more than one could be meant. */
function waitingFor(run: Run, command: SteeringCommand): StepState | null {
  if (RUN_VERBS.has(command.verb)) return null;
  const found = waitingUnits(run).filter(
    (unit) =>
      (command.step === null || stepIdOf(unit) === command.step) &&
      (command.item === null || speaksOf(unit, command.item)),
  );
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** An item itself, or a step that waits because of it (then it is about that item alone). */
function speaksOf(unit: StepState, key: string): boolean {
  if (unit.item !== null) return unit.item.key === key;
  return failedItems(unit).some(({ item }) => item?.key === key);
}

function waitingUnits(run: Run): readonly StepState[] {
  return withItems(run.steps).filter(({ wait }) => wait !== null);
}

function nameOf(unit: StepState): string {
  return unit.item === null ? unit.plan.id : `${unit.item.step} (item ${unit.item.key})`;
}

function nothingWaits(run: Run, command: SteeringCommand): string {
  const waiting = waitingUnits(run);
  const names = waiting.map(nameOf).join(', ');
  const children = withItems(run.steps).flatMap(({ child }) => child?.waitingFor ?? []);
  if (waiting.length === 0 && children.length > 0) {
    const runs = [...new Set(children.map((one) => one.run ?? run.id))].join(', ');
    return `no step of this run waits for a person, but a child run of it does; answer it there: ${runs}`;
  }
  if (waiting.length === 0) return 'no step of this run waits for a person';
  if (command.step === null && command.item === null) {
    const isOneStep = new Set(waiting.map(stepIdOf)).size === 1;
    const flag = isOneStep ? '--item' : '--step, and where needed --item';
    return `more than one waits, name one with ${flag}: ${names}`;
  }
  const inStep = waiting.filter((unit) => stepIdOf(unit) === command.step);
  if (command.item === null && inStep.length > 1) {
    return `more than one item of step ${command.step ?? ''} waits, name one with --item: ${inStep.map(({ item }) => item?.key ?? '').join(', ')}`;
  }
  const asked = [
    command.step === null ? '' : `step ${command.step}`,
    command.item === null ? '' : `item ${command.item}`,
  ];
  return `${asked.filter((part) => part !== '').join(', ')} does not wait; waiting: ${names}`;
}

function refuse(message: string): never {
  throw ApplicationFailure.nonRetryable(message, STEERING_REFUSED);
}
