import type { OnFailure, Plan, PlanTarget } from '../plan/plan.js';
import { LANGUAGE, PLAN_VERSION } from '../plan/plan.js';
import { buildStep } from './build-step.js';
import type { ModeStep } from './mode-steps.js';
import { actionOn, rehearsalOf } from './rehearsal.js';
import type { ModeView } from './rule.js';
import type { RunbookTarget } from './runbook.js';

/** Makes the plan of one mode; the runbook has no errors. What has no order is sorted: the plan's hash shows meaning only. */
export function buildPlan(view: ModeView): Plan {
  const { runbook, mode, steps, always } = view;
  const { defaults } = runbook;
  return {
    planVersion: PLAN_VERSION,
    language: LANGUAGE,
    runbook: { id: runbook.id, title: runbook.title, owner: runbook.owner },
    mode,
    inputs: runbook.inputs,
    objectives: runbook.objectives,
    limits: {
      pauseTimeoutSeconds: defaults.pauseTimeoutSeconds,
      cleanupTimeoutSeconds: defaults.cleanupTimeoutSeconds,
    },
    targets: [...view.targets.keys()].sort().flatMap((id) => planTarget(view.targets.get(id))),
    steps: steps.map((step) => buildStep(step, view, onFailureOf(step, view))),
    always: always.map((step) => buildStep(step, view, 'continue')),
  };
}

function planTarget(target: RunbookTarget | undefined): PlanTarget[] {
  if (target === undefined || target.subject === null) return [];
  const { id, connection, subject, labels } = target;
  return [{ id, connection, ...subject, rehearse: rehearsalOf(target), labels }];
}

/** In a drill, `undo` after a test or a skip has nothing to undo: what is left of it is `abort`. */
function onFailureOf({ step, action }: ModeStep, { runbook, targets, mode }: ModeView): OnFailure {
  const standard = mode === 'live' ? 'pause' : 'abort';
  const choice = step.onFailure?.value ?? runbook.defaults.onFailure ?? standard;
  // It never fails or holds a run.
  if (action.verb === 'notify') return 'continue';
  // A default of `continue` is not for approvals: what needs one must not begin without it.
  if (action.verb === 'approve' && choice === 'continue') return standard;
  if (choice !== 'undo' || action.verb !== 'failover') return choice;
  const isStarted = action.targets
    .flatMap(({ value }) => targets.get(value) ?? [])
    .map((target) => actionOn(target, mode))
    .some((does) => does === 'start' || does === 'start-and-undo');
  return isStarted ? 'undo' : 'abort';
}
