import { parseDuration } from './duration.js';
import { stepForItem } from './foreach.js';
import type { Foreach, Plan, PlanStep } from './plan.js';

/** A step with the time that it may take. */
export interface TimedStep {
  readonly id: string;
  /** null: nothing limits it. */
  readonly seconds: number | null;
}

export interface LongestPath {
  /** From the first step to the last; each needs the one before. */
  readonly steps: readonly TimedStep[];
  /** The sum of the limits on it. */
  readonly seconds: number;
  /** Steps of the whole plan that nothing limits, on the path or not. */
  readonly unlimited: readonly string[];
  /** Steps of the whole plan that wait for people, which counts nothing. */
  readonly people: readonly string[];
}

/**
 * The chain of steps that may take the longest when each takes all the time that it has: one attempt,
 * pauses and people not counted. Steps without a limit count nothing and are named. Steps stand behind
 * all that they need, as in a plan.
 */
export function longestPath(steps: readonly PlanStep[]): LongestPath {
  const best = new Map<string, { total: number; before: string | null; timed: TimedStep }>();
  let last: string | null = null;
  for (const step of steps) {
    const timed = { id: step.id, seconds: limitOf(step) };
    const before = longest(step.needs, best);
    const total = (before === null ? 0 : (best.get(before)?.total ?? 0)) + (timed.seconds ?? 0);
    best.set(step.id, { total, before, timed });
    // Of two that are as long the later one: it holds more steps.
    if (last === null || total >= (best.get(last)?.total ?? 0)) last = step.id;
  }
  const path: TimedStep[] = [];
  const seconds = last === null ? 0 : (best.get(last)?.total ?? 0);
  for (let id = last; id !== null; id = best.get(id)?.before ?? null) {
    const timed = best.get(id)?.timed;
    if (timed !== undefined) path.unshift(timed);
  }
  const unlimited = [...best.values()].filter(({ timed }) => timed.seconds === null);
  return {
    steps: path,
    seconds,
    unlimited: unlimited.map(({ timed }) => timed.id),
    people: steps.filter(isForPeople).map(({ id }) => id),
  };
}

/**
 * The most machine time that one attempt of a step may take, all its items included; null: nothing
 * limits it. People are not waited for at its expense.
 */
export function limitOf(step: PlanStep): number | null {
  const { foreach } = step;
  return foreach === undefined ? limitOfOne(step) : limitOfItems(step, foreach);
}

function limitOfOne(step: PlanStep): number | null {
  if (step.verb === 'failover' && step.action === 'skip') return 0;
  // What limits these is how long a person is waited for.
  if (isForPeople(step)) return 0;
  const own = ownLimit(step);
  if (own === null) return step.timeoutSeconds;
  return Math.min(own, step.timeoutSeconds ?? own);
}

/** Whether all that a step does is to wait for people. */
function isForPeople({ verb }: PlanStep): boolean {
  return verb === 'approve' || verb === 'task';
}

/** So many at a time, in their order. How many there are may be known only in the run. */
function limitOfItems(step: PlanStep, { items, concurrency }: Foreach): number | null {
  if (isForPeople(step)) return 0;
  if (items.kind === 'cel') return null;
  const lanes = Array.from({ length: Math.min(concurrency, items.values.length) }, () => 0);
  for (const index of items.values.keys()) {
    const limit = limitOfOne(stepForItem(step, index));
    if (limit === null) return null;
    const free = lanes.indexOf(Math.min(...lanes));
    lanes[free] = (lanes[free] ?? 0) + limit;
  }
  return Math.max(0, ...lanes);
}

/** Where a verb ends by itself. */
function ownLimit(step: PlanStep): number | null {
  switch (step.verb) {
    case 'check':
      return step.withinSeconds;
    case 'wait': {
      if (step.wait.kind !== 'for') return null;
      const { duration } = step.wait;
      if (duration.kind !== 'literal' || typeof duration.value !== 'string') return null;
      return parseDuration(duration.value);
    }
    case 'runbook':
      return limitOfRun(step.plan);
    case 'readiness':
    case 'failover':
    case 'undo':
    case 'update':
    case 'approve':
    case 'task':
    case 'http':
    case 'notify':
      return null;
  }
}

/** A child run's steps, its own clean-up, and what it does at its end. */
function limitOfRun({ mode, targets, steps, always, limits }: Plan): number | null {
  const paths = [longestPath(steps), longestPath(always)];
  if (paths.some(({ unlimited }) => unlimited.length > 0)) return null;
  const cleanup = mode === 'drill' && targets.length > 0 ? limits.cleanupTimeoutSeconds : 0;
  return paths.reduce((sum, { seconds }) => sum + seconds, cleanup);
}

function longest(
  needs: readonly string[],
  best: ReadonlyMap<string, { readonly total: number }>,
): string | null {
  let found: string | null = null;
  for (const need of needs) {
    const total = best.get(need)?.total;
    if (total === undefined) continue;
    if (found === null || total > (best.get(found)?.total ?? 0)) found = need;
  }
  return found;
}
