import { waitLimitSeconds } from '../../plan/approval.js';
import { formatDuration } from '../../plan/duration.js';
import type { TaskStep } from '../../plan/plan.js';
import type { Run } from '../run.js';
import type { StepState, Wait } from '../step-state.js';
import { evaluateText } from '../values.js';
import { failed, type Verdict } from '../verdict.js';
import { awaitAnswer, closeWait, openWait } from '../waits.js';

/** Gives a person something to do and waits for what they say of it. */
export async function runTask(run: Run, step: StepState, plan: TaskStep): Promise<Verdict> {
  if (run.phase === 'steps' && run.stop !== null) return { kind: 'cancelled' };
  const { mode, limits } = run.input.plan;
  const seconds = waitLimitSeconds(plan, mode, limits);
  const wait = openWait(run, step, {
    kind: 'task',
    verbs: ['answer'],
    choices: ['done', 'failed', 'skipped'],
    evidence: {
      do: evaluateText(run, step, plan.do),
      from: [...plan.from],
      until: seconds === null ? null : new Date(Date.now() + seconds * 1000).toISOString(),
    },
  });
  const end = await awaitAnswer(run, wait, seconds === null ? null : seconds * 1000);
  closeWait(run, step);
  switch (end) {
    case 'answered':
      return afterAnswer(step, wait);
    case 'over':
      return { kind: 'cancelled' };
    case 'limit':
      return failed(
        'TaskTimeout',
        `nobody answered within ${formatDuration(seconds ?? 0)}: that counts as failed`,
      );
  }
}

function afterAnswer(step: StepState, { answer }: Wait): Verdict {
  if (answer === null) return { kind: 'cancelled' };
  const { person, choice, reason } = answer;
  const note = answer.note ?? reason;
  step.output['answer'] = choice;
  step.output['by'] = person.name;
  step.output['note'] = note;
  if (choice === 'done') return { kind: 'done', outcome: 'succeeded' };
  if (choice !== 'skipped') {
    return failed(
      'TaskFailed',
      `${person.name} says that it failed${note === '' ? '' : `: ${note}`}`,
    );
  }
  step.skippedByPerson = true;
  return { kind: 'done', outcome: 'skipped' };
}
