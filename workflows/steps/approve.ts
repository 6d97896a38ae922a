import { afterTimeout, waitLimitSeconds } from '../../plan/approval.js';
import { formatDuration } from '../../plan/duration.js';
import type { ApproveStep } from '../../plan/plan.js';
import { announce } from '../announce.js';
import { progressOf } from '../approvals.js';
import { now, type Run } from '../run.js';
import { stepIdOf, type StepState, type Wait } from '../step-state.js';
import { evaluateText } from '../values.js';
import { failed, type Verdict } from '../verdict.js';
import { awaitAnswer, closeWait, openWait, waitingWords } from '../waits.js';
import { targetEvidence } from './target-evidence.js';

/** Without a time limit the reminders after these come ever more rarely: a history is bounded. */
const EVEN_REMINDERS = 10;

/**
 * Waits until enough people have said yes to the plan. A rejection aborts the run, and so may a time
 * limit; one of the `breakGlass` group passes it alone.
 */
export async function runApprove(run: Run, step: StepState, plan: ApproveStep): Promise<Verdict> {
  if (run.phase === 'steps' && run.stop !== null) return { kind: 'cancelled' };
  const message = evaluateText(run, step, plan.message);
  const wait = openWait(run, step, {
    kind: 'approval',
    verbs: ['approve', 'reject'],
    choices: ['approve', 'reject', ...(plan.breakGlass === null ? [] : ['break-glass'])],
    evidence: evidenceOf(run, step, plan, message),
  });
  const end = await awaitPeople(run, step, plan, wait);
  closeWait(run, step);
  step.output['by'] = wait.given.map(({ name }) => name);
  switch (end) {
    case 'answered':
      return afterAnswer(run, step, wait);
    case 'over':
      return { kind: 'cancelled' };
    case 'ignore':
      step.output['decision'] = 'timed-out';
      step.error = { type: 'NotApproved', message: notInTime(run, plan) };
      return { kind: 'done', outcome: 'ignored' };
    case 'abort': {
      step.output['decision'] = 'timed-out';
      const words = notInTime(run, plan);
      run.stopWith({ outcome: 'aborted', message: `step ${step.plan.id}: ${words}` });
      return failed('NotApproved', words);
    }
  }
}

function afterAnswer(run: Run, step: StepState, { answer, given }: Wait): Verdict {
  if (answer === null) return { kind: 'cancelled' };
  const { person, reason, verb, isBreakGlass = false } = answer;
  step.output['reason'] = reason;
  if (verb === 'reject') {
    const words = `rejected by ${person.name}: ${reason}`;
    step.output['decision'] = 'rejected';
    step.output['by'] = [person.name];
    run.stopWith({ outcome: 'aborted', message: `step ${step.plan.id}: ${words}` });
    return failed('Rejected', words);
  }
  step.output['decision'] = isBreakGlass ? 'break-glass' : 'approved';
  if (isBreakGlass) step.output['by'] = [...given.map(({ name }) => name), person.name];
  return { kind: 'done', outcome: 'succeeded' };
}

/** Waits, reminds, and past the time limit does what the runbook says. */
async function awaitPeople(
  run: Run,
  step: StepState,
  plan: ApproveStep,
  wait: Wait,
): Promise<'answered' | 'over' | 'abort' | 'ignore'> {
  const { mode, limits } = run.input.plan;
  const first = waitLimitSeconds(plan, mode, limits);
  let deadline = first === null ? null : Date.now() + first * 1000;
  let isSecond = false;
  for (let reminders = 1; ;) {
    const remindIn = reminderMilliseconds(plan, reminders);
    const left = deadline === null ? null : deadline - Date.now();
    const end = await awaitAnswer(run, wait, least(remindIn, left));
    if (end !== 'limit') return end;
    if (deadline === null || Date.now() < deadline) {
      remind(run, step, wait, reminders);
      reminders += 1;
      continue;
    }
    const meaning = afterTimeout(plan.onTimeout, mode, limits, isSecond);
    run.log('not-in-time', plan.id, { meaning: meaning.kind, message: notInTime(run, plan) });
    if (meaning.kind !== 'wait') return meaning.kind;
    isSecond = true;
    deadline = meaning.seconds === null ? null : Date.now() + meaning.seconds * 1000;
    wait.evidence = { ...wait.evidence, late: `${notInTime(run, plan)}; it goes on waiting` };
    tellAgain(run, step, wait, notInTime(run, plan));
  }
}

function remind(run: Run, step: StepState, wait: Wait, count: number): void {
  run.log('reminded', step.plan.id, { count });
  tellAgain(run, step, wait, `reminder ${count}, waiting since ${wait.since}`);
}

function tellAgain(run: Run, step: StepState, wait: Wait, why: string): void {
  const message = `${waitingWords(step, wait)} (${why})`;
  announce(run, 'waiting', { step: stepIdOf(step), message });
}

function reminderMilliseconds(plan: ApproveStep, count: number): number | null {
  const { remindEverySeconds: every, timeoutSeconds } = plan;
  if (every === null) return null;
  const isBounded = timeoutSeconds !== null && plan.onTimeout !== 'pause';
  const growth = isBounded ? 0 : Math.min(20, Math.max(0, count - EVEN_REMINDERS));
  return every * 1000 * 2 ** growth;
}

/** The shorter of two times, where null is none. */
function least(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}

function notInTime(run: Run, plan: ApproveStep): string {
  const { mode, limits } = run.input.plan;
  const seconds = waitLimitSeconds(plan, mode, limits) ?? 0;
  return `it was not approved within ${formatDuration(seconds)}`;
}

/** What somebody has to see before they say yes. */
function evidenceOf(run: Run, step: StepState, plan: ApproveStep, message: string) {
  const { mode, limits } = run.input.plan;
  const seconds = waitLimitSeconds(plan, mode, limits);
  return {
    message,
    planHash: run.input.planHash,
    startedBy: run.input.startedBy.name,
    from: [...plan.from],
    min: plan.min,
    notRequester: plan.notRequester,
    breakGlass: plan.breakGlass,
    until: seconds === null ? null : new Date(Date.parse(now()) + seconds * 1000).toISOString(),
    onTimeout: plan.onTimeout,
    targets: targetEvidence(run),
    ...progressOf(plan, { given: [] }),
  };
}
