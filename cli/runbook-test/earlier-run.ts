import { LANGUAGE, PLAN_VERSION, type FailoverStep, type Plan } from '../../plan/plan.js';
import { replicaNames } from '../../plan/target.js';
import type { Placed } from './build-scenario.js';

/** In real time: the machines of an earlier run take what the test says, divided by its speed. */
const LIMIT_SECONDS = 120;
const POLL_SECONDS = 0.25;

/** The live plan that had failed these targets over before the run of the test; null: none is asked for. */
export function earlierPlan(placed: readonly Placed[]): Plan | null {
  const targets = placed
    .filter(({ fixture }) => fixture.state === 'failed-over-here' && !fixture.missing)
    .map(({ target }) => target);
  if (targets.length === 0) return null;
  return {
    planVersion: PLAN_VERSION,
    language: LANGUAGE,
    runbook: { id: 'earlier', title: null, owner: null },
    mode: 'live',
    inputs: [],
    objectives: { rtoSeconds: null, rpoSeconds: null },
    limits: { pauseTimeoutSeconds: LIMIT_SECONDS, cleanupTimeoutSeconds: LIMIT_SECONDS },
    targets,
    steps: targets.map((target): FailoverStep => ({
      id: target.id,
      title: null,
      verb: 'failover',
      needs: [],
      timeoutSeconds: LIMIT_SECONDS,
      onFailure: 'abort',
      target: target.id,
      action: 'start',
      restorePoint: { kind: 'latest' },
      concurrency: replicaNames(target) === null ? null : 10,
      pollSeconds: POLL_SECONDS,
      machines: {
        critical: [],
        tolerate: { kind: 'percent', value: 100 },
        warning: 'ok',
        unverified: 'ok',
        retry: 0,
      },
    })),
    always: [],
  };
}
