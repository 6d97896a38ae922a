import { canonicalJson } from '../../plan/canonical.js';
import type { Plan } from '../../plan/plan.js';
import { estimateEvents } from '../event-estimate.js';
import type { Problems } from '../problems.js';
import type { Runbook } from '../runbook.js';

/** A plan is workflow input; Temporal refuses a payload over 2 MB, and the run's record is on top. */
const PLAN_LIMIT = 1_048_576;

/** Temporal warns at 10,240 events of one workflow and ends it at 51,200. */
const EVENT_LIMIT = 10_000;

/** A plan fits into one run: its bytes, and the history that it would write. */
export function checkPlanSize(plan: Plan, runbook: Runbook, problems: Problems): void {
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
}
