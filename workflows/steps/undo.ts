import { patched } from '@temporalio/workflow';
import type { UndoStep } from '../../plan/plan.js';
import { isOwned } from '../drive.js';
import type { Run } from '../run.js';
import type { StepState } from '../step-state.js';
import { undoTarget } from '../undo-target.js';
import { failed, unknown, type AttemptCause, type Verdict } from '../verdict.js';

/** Undoes a target because the runbook says so; in a drill only what this run started. */
export async function runUndo(
  run: Run,
  step: StepState,
  plan: UndoStep,
  cause: AttemptCause,
): Promise<Verdict> {
  const target = run.target(plan.target);
  const drive =
    run.drives.findLast(
      (one) =>
        one.target.planId === target.planId && one.verb === 'start' && one.state !== 'refused',
    ) ?? null;
  if (run.isDrill && (drive === null || !isOwned(drive))) {
    const message = `that this drill started "${target.name}" is not proven: nothing is undone`;
    return failed('NothingToUndo', message);
  }
  // The last attempt's undo was not over at its time limit: that one is followed on.
  const isFollowedOn = cause === 'retry' && step.output['undo'] === 'unproven';
  const end = await undoTarget(run, {
    step: plan.id,
    attempt: step.attempts,
    target,
    drive,
    // In a drill only what is proven to be ours is undone, whoever asks.
    isAsked: !run.isDrill,
    deadline: Date.now() + (plan.timeoutSeconds ?? 3600) * 1000,
    pollSeconds: plan.pollSeconds,
    isAdopted: cause === 'adopt',
    isFollowedOn,
    isDespiteUnseenEnd: !run.isDrill && cause === 'resend',
    evenWhenStopped: false,
  });
  step.output['undo'] = end.kind;
  step.output['message'] = end.message;
  if (end.acceptedBy !== null) step.output['evidence'] = end.acceptedBy;
  switch (end.kind) {
    case 'undone':
      step.isOpen = false;
      return { kind: 'done', outcome: 'succeeded' };
    case 'unproven':
      // Older versions let the run go on: their histories must still replay.
      step.isOpen = end.isUnfinished && patched('undo-past-its-limit-asks');
      if (step.isOpen) return unknown('TimeLimit', end.message, end.evidence);
      return { kind: 'done', outcome: 'degraded' };
    case 'refused':
      if (end.isEndUnseen && !run.isDrill) {
        const question = unknown('EndNotSeen', end.message, end.evidence);
        return { ...question, choices: ['resend', 'skip'] };
      }
      return failed('UndoRefused', end.message);
    case 'unclear':
      step.isOpen = true;
      return unknown('OutcomeUnknown', end.message, end.evidence);
  }
}
