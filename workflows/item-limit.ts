import type { PlanStep, Verb } from '../plan/plan.js';

/** A history of more events makes Temporal warn, and replay slow; the compiler holds runs below it. */
const MOST_EVENTS = 10_000;

/** However few events they write: the record must fit into one answer. */
const MOST_ITEMS = 1000;

/** What one attempt of an item writes at most, a person's answer to it included. */
const EVENTS: Readonly<Record<Verb, number>> = {
  readiness: 12,
  failover: 60,
  undo: 40,
  update: 30,
  check: 12,
  approve: 20,
  task: 16,
  wait: 8,
  http: 16,
  notify: 8,
  runbook: 24,
};

/** How many items of a step fit into what is left of a run's history. */
export function mostItems(step: PlanStep, eventsSoFar: number): number {
  const each = EVENTS[step.verb] + (step.retry?.attempts ?? 0) * (EVENTS[step.verb] + 5);
  return Math.min(MOST_ITEMS, Math.floor(Math.max(0, MOST_EVENTS - eventsSoFar) / each));
}
