import { planHash } from '../../plan/canonical.js';
import {
  LANGUAGE,
  PLAN_VERSION,
  type CloudPlanTarget,
  type FailoverAction,
  type FailoverStep,
  type Mode,
  type Plan,
  type PlanStep,
  type ReplicasTarget,
  type PlainPlanTarget,
  type UndoStep,
} from '../../plan/plan.js';
import type { Person, RunInput } from '../../plan/run-input.js';

export const databases: CloudPlanTarget = {
  id: 'databases',
  connection: 'em',
  kind: 'cloudFailoverPlan',
  name: 'ERP databases',
  backupServer: null,
  tenant: null,
  rehearse: 'test',
  labels: [],
};

export const portal: PlainPlanTarget = {
  id: 'portal',
  connection: 'em',
  kind: 'failoverPlan',
  name: 'ERP portal',
  backupServer: null,
  confirm: null,
  rehearse: 'start-and-undo',
  labels: [],
};

export const web: ReplicasTarget = {
  id: 'web',
  connection: 'em',
  kind: 'vmReplicas',
  names: ['web01', 'web02'],
  backupServer: null,
  rehearse: 'skip',
  labels: [],
};

export const person: Person = {
  name: 'lead@example.com',
  osUser: 'lead',
  host: 'console',
  authenticated: false,
};

const base = { title: null, timeoutSeconds: 60 } as const;

/** A failover step; what a test does not say is as the language resolves it. */
export function failover(
  target: string,
  action: FailoverAction,
  extra: Partial<FailoverStep> = {},
): FailoverStep {
  return {
    ...base,
    id: target,
    needs: [],
    onFailure: action === 'start' ? 'pause' : 'abort',
    verb: 'failover',
    target,
    action,
    restorePoint: { kind: 'latest' },
    concurrency: null,
    pollSeconds: 0.2,
    machines: {
      critical: [],
      tolerate: { kind: 'count', value: 0 },
      warning: 'ok',
      unverified: 'ok',
      retry: 0,
    },
    ...extra,
  };
}

export function undo(target: string, extra: Partial<UndoStep> = {}): UndoStep {
  return {
    ...base,
    id: `undo_${target}`,
    needs: [target],
    onFailure: 'abort',
    verb: 'undo',
    target,
    pollSeconds: 0.2,
    ...extra,
  };
}

export function wait(id: string, duration: string, needs: readonly string[] = []): PlanStep {
  return {
    ...base,
    id,
    needs,
    timeoutSeconds: null,
    onFailure: 'abort',
    verb: 'wait',
    wait: { kind: 'for', duration: { kind: 'literal', value: duration } },
  };
}

export function planOf(
  mode: Mode,
  steps: readonly PlanStep[],
  limits: Partial<Plan['limits']> = {},
): Plan {
  return {
    planVersion: PLAN_VERSION,
    language: LANGUAGE,
    runbook: { id: 'erp', title: 'ERP', owner: null },
    mode,
    inputs: [],
    objectives: { rtoSeconds: null, rpoSeconds: null },
    limits: { pauseTimeoutSeconds: 60, cleanupTimeoutSeconds: 60, ...limits },
    targets: [databases, portal],
    steps,
    always: [],
  };
}

export function runInputOf(plan: Plan, extra: Partial<RunInput> = {}): RunInput {
  return {
    plan,
    planHash: planHash(plan),
    runbookSource: '',
    runbookHash: 'sha256:0',
    inputs: {},
    engine: 'drillbook/test',
    startedBy: person,
    reason: '',
    declaredAt: null,
    wait: false,
    preempt: false,
    ...extra,
  };
}
