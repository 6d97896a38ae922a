import { patched, workflowInfo } from '@temporalio/workflow';
import type { Mutation } from './mutation.js';
import { askPerson } from './people.js';
import type { Run } from './run.js';
import { type StepState, withItems } from './step-state.js';

/**
 * Whether a mutation may be sent although Temporal may have reset this run to an earlier point:
 * what was sent after that point is forgotten by the history and not by the server, so a person is
 * asked first, once.
 *
 * A reset run has another run id than its first execution, on replay of what came before the reset
 * too. The marker that `patched` leaves tells the two apart: the old history has none.
 */
export async function isConfirmedAfterReset(
  run: Run,
  mutation: Pick<Mutation, 'step' | 'id'>,
  sending: number,
): Promise<boolean> {
  const { runId, firstExecutionRunId } = workflowInfo();
  if (runId === firstExecutionRunId || run.isResetConfirmed) return true;
  if (!patched(`reset/${mutation.id}/${sending}`)) return true;
  const step = withItems(run.steps).find(({ plan }) => plan.id === mutation.step);
  // Clean-up asks nobody: what it would undo is left over instead, and said so.
  if (step === undefined) return false;
  // Many replicas may be about to be sent: the person is asked once for all of them.
  run.resetQuestion ??= ask(run, step);
  return await run.resetQuestion;
}

async function ask(run: Run, step: StepState): Promise<boolean> {
  const answer = await askPerson(run, step, {
    kind: 'unknown',
    verbs: ['resolve'],
    choices: ['resend', 'skip'],
    evidence: {
      message: 'this run was reset in Temporal; what it sent after that point is not known here',
    },
  });
  step.status = 'running';
  run.isResetConfirmed = answer?.choice === 'resend';
  return run.isResetConfirmed;
}
