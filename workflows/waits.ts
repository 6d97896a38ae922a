import { condition } from '@temporalio/workflow';
import type { Json } from '../plan/json.js';
import { announce } from './announce.js';
import { tellParent } from './parent.js';
import { publishSummary } from './record.js';
import { now, type Run } from './run.js';
import { stepIdOf, type StepState, type Wait } from './step-state.js';
import { tellStory } from './story.js';

export type Question = Omit<Wait, 'since' | 'answer' | 'given'>;

/** Puts a question before people: it is in the record, and they are told. */
export function openWait(run: Run, step: StepState, question: Question): Wait {
  const wait: Wait = { ...question, since: now(), given: [], answer: null };
  step.wait = wait;
  step.status = 'waiting';
  run.log('waiting', step.plan.id, { kind: wait.kind, evidence: wait.evidence });
  publishSummary(run);
  tellStory(run);
  tellParent(run);
  announce(run, 'waiting', { step: stepIdOf(step), message: waitingWords(step, wait) });
  return wait;
}

/** Takes the question back: it is answered, or nobody will answer it any more. */
export function closeWait(run: Run, step: StepState): void {
  if (step.wait !== null) run.peopleWaited.push({ from: step.wait.since, to: now() });
  step.wait = null;
  publishSummary(run);
  tellParent(run);
}

/**
 * Waits for the answer of a step that begins something. `over`: the run has stopped; `limit`: so
 * many milliseconds have passed (null: as long as it takes).
 */
export async function awaitAnswer(
  run: Run,
  wait: Wait,
  milliseconds: number | null,
): Promise<'answered' | 'over' | 'limit'> {
  const isStopped = () => run.phase === 'steps' && run.stop !== null;
  const isOver = () => wait.answer !== null || isStopped();
  if (milliseconds === null) await condition(isOver);
  else {
    const summary = `${wait.kind}: its time limit, or a reminder`;
    await condition(isOver, Math.max(1, milliseconds), { summary });
  }
  if (wait.answer !== null) return 'answered';
  return isStopped() ? 'over' : 'limit';
}

/** What is awaited, in words for somebody who is not at the screen. */
export function waitingWords(step: StepState, { kind, evidence }: Wait): string {
  const item = step.item === null ? '' : ` (item ${step.item.key})`;
  const name = `step ${stepIdOf(step)}${item}`;
  const said = textOf(evidence['message']);
  switch (kind) {
    case 'approval':
      return `${name} needs an approval: ${said}`;
    case 'task':
      return `${name} is work for a person: ${textOf(evidence['do'])}`;
    case 'unknown':
      return `${name}: nobody can tell whether it happened: ${said}`;
    case 'pause':
    case 'target':
      return `${name} is held until a person decides: ${said}`;
  }
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
