import { patched } from '@temporalio/workflow';
import type { ResolvedTarget } from '../activities/contract.js';
import type { FailoverStep } from '../plan/plan.js';
import type { Drive } from './drive.js';
import type { Run } from './run.js';
import { hasEnded, withItems } from './step-state.js';

/** Older versions let every step and item of a run drive a plan, as if each were alone. */
const ONE_AT_A_TIME = 'one-step-drives-a-plan';

/**
 * Why a step or item must not drive a plan now: another one of this run does. null: none does. To be
 * asked just before its own drive is registered, for what was read before may be older than the
 * other's start. What others have driven to its end, mark and state tell.
 */
export function whyDrivenBeside(
  run: Run,
  { id }: FailoverStep,
  target: ResolvedTarget,
): string | null {
  const other = run.drives.find(
    (drive) => drive.step !== id && drive.target.planId === target.planId && isUnderWay(run, drive),
  );
  if (other === undefined || !patched(ONE_AT_A_TIME)) return null;
  return `step ${other.step} of this run drives "${target.name}" already; nothing was sent: let one step drive it, or put an undo and \`needs\` between them`;
}

/** Which other step or item of this run has marked the plan of a drive; null: none but its own. */
export function markedBeside(run: Run, drive: Drive): string | null {
  const marked = run.drives.filter(
    (other) => other !== drive && other.isMarked && other.target.planId === drive.target.planId,
  );
  const isOwn = marked.some(({ step }) => step === drive.step);
  const [first] = marked;
  return isOwn || first === undefined || !patched(ONE_AT_A_TIME) ? null : first.step;
}

function isUnderWay(run: Run, { step, state }: Drive): boolean {
  if (state !== 'sending' && state !== 'accepted' && state !== 'unclear') return false;
  const unit = withItems([...run.steps, ...run.always]).find(({ plan }) => plan.id === step);
  // What a person has left at a time limit, or as unclear, is no step's any more.
  return unit !== undefined && !hasEnded(unit);
}
