import { planHash } from '../../plan/canonical.js';
import {
  LANGUAGE,
  PLAN_VERSION,
  type ApproveStep,
  type CheckStep,
  type ChildRunbookStep,
  type CloudPlanTarget,
  type FailoverAction,
  type FailoverStep,
  type Foreach,
  type HttpStep,
  type Mode,
  type NotifyStep,
  type Plan,
  type PlanStep,
  type ReplicasTarget,
  type PlainPlanTarget,
  type TaskStep,
  type UndoStep,
} from '../../plan/plan.js';
import type { Json } from '../../plan/json.js';
import type { Value } from '../../plan/value.js';
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

/** Asks for an approval of one of the group `leads`. */
export function approve(id: string, extra: Partial<ApproveStep> = {}): ApproveStep {
  return {
    ...{ ...base, id, needs: [], timeoutSeconds: null, onFailure: 'pause', verb: 'approve' },
    ...{ message: literal('Go?'), from: ['leads'], min: 1, notRequester: false },
    ...{ onTimeout: 'pause', breakGlass: null, remindEverySeconds: null },
    ...extra,
  };
}

export function task(id: string, extra: Partial<TaskStep> = {}): TaskStep {
  return {
    ...{ ...base, id, needs: [], timeoutSeconds: null, onFailure: 'pause', verb: 'task' },
    ...{ do: literal('Switch the telephones over'), from: [] },
    ...extra,
  };
}

export function notify(id: string, extra: Partial<NotifyStep> = {}): NotifyStep {
  return {
    ...{ ...base, id, needs: [], onFailure: 'continue', verb: 'notify' },
    ...{ channel: { kind: 'webhook', name: 'chat' }, message: literal('Hello'), subject: null },
    ...extra,
  };
}

/** Runs another plan as a child. */
export function child(id: string, plan: Plan, extra: Partial<ChildRunbookStep> = {}): PlanStep {
  return {
    ...{ ...base, id, needs: [], timeoutSeconds: null, onFailure: 'abort', verb: 'runbook' },
    ...{ file: `${id}.yaml`, plan, planHash: planHash(plan), runbookHash: 'sha256:1', with: {} },
    ...extra,
  };
}

/** Whether a port of this machine is open; host and port may be expressions. */
export function tcpCheck(id: string, port: Value, extra: Partial<CheckStep> = {}): CheckStep {
  return {
    ...base,
    id,
    needs: [],
    onFailure: 'abort',
    verb: 'check',
    probe: { kind: 'tcp', host: { kind: 'literal', value: '127.0.0.1' }, port },
    expect: 'open',
    everySeconds: 0.1,
    withinSeconds: 0.2,
    ...extra,
  };
}

export function http(
  id: string,
  method: HttpStep['method'],
  url: string,
  extra: Partial<HttpStep> = {},
): HttpStep {
  return {
    ...base,
    id,
    needs: [],
    onFailure: 'abort',
    verb: 'http',
    method,
    url: literal(url),
    headers: [],
    body: null,
    connection: null,
    expect: { status: null, body: null },
    idempotencyKey: null,
    ...extra,
  };
}

export function exprCheck(id: string, expression: string, withinSeconds: number): CheckStep {
  const probe = { kind: 'expr', cel: expression } as const;
  return { ...tcpCheck(id, literal(0)), probe, withinSeconds };
}

export function literal(value: Json): Value {
  return { kind: 'literal', value };
}

export function cel(text: string): Value {
  return { kind: 'expression', cel: text };
}

/** A step done for each of some values. */
export function each(
  step: PlanStep,
  values: readonly Json[],
  extra: Partial<Foreach> = {},
): PlanStep {
  const foreach: Foreach = {
    items: { kind: 'list', values },
    as: 'item',
    concurrency: 1,
    tolerate: { kind: 'count', value: 0 },
    ...extra,
  };
  return { ...step, foreach };
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
