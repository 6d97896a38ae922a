import { canonicalJson } from '../../plan/canonical.js';
import type { Plan } from '../../plan/plan.js';
import { estimateEvents } from '../event-estimate.js';
import type { Problems } from '../problems.js';
import type { ModeView } from '../rule.js';
import type { Runbook } from '../runbook.js';

/** A plan is workflow input; Temporal refuses a payload over 2 MB, and the run's record is on top. */
const PLAN_LIMIT = 1_048_576;

/** Temporal warns at 10,240 events of one workflow and ends it at 51,200. */
const EVENT_LIMIT = 10_000;

/** Whether what steps put into a plan from elsewhere, the plans of other runbooks, fits at all. */
export function checkChildrenSize(view: ModeView, problems: Problems): void {
  const bytes = view.steps.reduce((sum, { action }) => {
    const path = action.verb === 'runbook' ? (action.child?.path ?? null) : null;
    return sum + (path === null ? 0 : (view.childPlan(path)?.bytes ?? 0));
  }, 0);
  if (bytes <= PLAN_LIMIT) return;
  const params = { mode: view.mode, found: bytes, limit: PLAN_LIMIT };
  problems.add('plan-too-large', view.runbook.stepsSpan, params);
}

/** A plan fits into one run: its bytes (which are given back), and the history that it would write. */
export function checkPlanSize(plan: Plan, runbook: Runbook, problems: Problems): number {
  const bytes = new TextEncoder().encode(canonicalJson(plan)).length;
  if (bytes > PLAN_LIMIT) {
    problems.add('plan-too-large', runbook.stepsSpan, {
      mode: plan.mode,
      found: bytes,
      limit: PLAN_LIMIT,
    });
  }
  const events = estimateEvents(plan);
  if (events > EVENT_LIMIT) {
    problems.add('too-many-events', runbook.stepsSpan, { found: events, limit: EVENT_LIMIT });
  }
  return bytes;
}
