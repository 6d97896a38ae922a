import type { FailoverAction, Mode, Rehearsal, TargetKind } from '../plan/plan.js';
import type { RunbookTarget } from './runbook.js';

/**
 * How a drill drives a target: what it says, else a test where there is one. A plan of the Service
 * Provider Console is tested by default; in the run a `Local` one is refused before anything is sent.
 */
export function rehearsalOf({ rehearse, subject }: RunbookTarget): Rehearsal {
  return rehearse?.value ?? (subject !== null && canBeTested(subject.kind) ? 'test' : 'skip');
}

/** Whether a target of this kind may have a test. */
export function canBeTested(kind: TargetKind): boolean {
  return kind === 'cloudFailoverPlan' || kind === 'spcFailoverPlan';
}

/** What a failover step does to a target in a mode. */
export function actionOn(target: RunbookTarget, mode: Mode): FailoverAction {
  return mode === 'live' ? 'start' : rehearsalOf(target);
}
