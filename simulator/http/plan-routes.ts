import { assertNever } from '../assert-never.js';
import { includedMachine, includesElement } from '../resources/cloud-failover-plan.js';
import { taskElement } from '../resources/task.js';
import { timestamp } from '../resources/timestamp.js';
import { plansOf, type View } from '../resources/view.js';
import { accessDenied, HttpProblem } from '../wire/http-problem.js';
import { readStartSpec, type StartSpec } from '../wire/read-start-spec.js';
import { decidePlanAction, type Decision } from '../world/decide-plan-action.js';
import type { Plan, PlanAction, PlanKind } from '../world/model.js';

import { answer, type Answer } from './answer.js';
import type { Route, RouteContext } from './route.js';

const PATHS = {
  failoverPlan: '/failoverPlans/{id}',
  cloudFailoverPlan: '/cloud/cloudFailoverPlans/{id}',
} as const satisfies Record<PlanKind, string>;

const SPEC_ROOTS = {
  failoverPlan: 'FailoverPlanManagementSpec',
  cloudFailoverPlan: 'CloudFailoverPlanManagementSpec',
} as const satisfies Record<PlanKind, string>;

// A test's operation is a start's: the vendor's samples show no difference.
const OPERATIONS: Readonly<Record<PlanKind, Readonly<Record<PlanAction, string>>>> = {
  failoverPlan: { start: 'StartFailoverPlan', test: '', undo: 'UndoFailoverPlan' },
  cloudFailoverPlan: {
    start: 'StartCloudFailoverPlan',
    test: 'StartCloudFailoverPlan',
    undo: 'UndoCloudFailoverPlan',
  },
};

/** Acting on plans, a cloud plan's machines, and the forced collection. */
export const planRoutes: readonly Route[] = [
  actionRoute('failoverPlan', 'start'),
  actionRoute('failoverPlan', 'undo'),
  actionRoute('cloudFailoverPlan', 'start'),
  actionRoute('cloudFailoverPlan', 'test'),
  actionRoute('cloudFailoverPlan', 'undo'),
  {
    kind: 'session',
    method: 'GET',
    pattern: '/cloud/cloudFailoverPlans/{id}/includes',
    needs: ['cloudPlans', 'read'],
    handle: (context, view) =>
      answer(200, includesElement(view, findPlan(context, view, 'cloudFailoverPlan'))),
  },
  {
    kind: 'session',
    method: 'GET',
    pattern: '/cloud/cloudFailoverPlans/{id}/includes/{vm}',
    needs: ['cloudPlans', 'read'],
    handle: readIncludedMachine,
  },
  {
    kind: 'session',
    method: 'POST',
    pattern: '/backupServers/{id}',
    action: 'collect',
    needs: ['backupServers', 'edit'],
    handle: collect,
  },
];

function actionRoute(kind: PlanKind, action: PlanAction): Route {
  return {
    kind: 'session',
    method: 'POST',
    pattern: PATHS[kind],
    action,
    needs: [kind === 'failoverPlan' ? 'plainPlans' : 'cloudPlans', 'act'],
    handle: (context, view) => actOnPlan(context, view, kind, action),
  };
}

function actOnPlan(context: RouteContext, view: View, kind: PlanKind, action: PlanAction): Answer {
  const { request, manager } = context;
  if (action === 'test' && view.logon.user.role === 'Tenant' && !tenantMayTest(view)) {
    throw accessDenied();
  }
  const plan = findPlan(context, view, kind);
  const spec =
    action === 'start'
      ? readStartSpec(request.body, request.headers['content-type'], SPEC_ROOTS[kind])
      : null;
  const decision = decidePlanAction(manager.world, plan, action, chosenDate(spec));
  remember(view, plan, action, spec, decision);
  switch (decision.kind) {
    case 'http400':
      throw new HttpProblem(400, decision.message);
    case 'taskFailed':
    case 'accepted': {
      const task = manager.logons.addTask(view.logon, OPERATIONS[kind][action], {
        job: decision.kind === 'accepted' ? decision.job : null,
        failure: decision.kind === 'accepted' ? null : decision.message,
        message: 'Ok',
      });
      return answer(202, taskElement(view, task));
    }
    default:
      return assertNever(decision);
  }
}

function tenantMayTest({ world }: View): boolean {
  return world.scenario.switches.tenantMayTest;
}

// The vendor's samples send both, its text says either: StartNow=true wins here.
function chosenDate(spec: StartSpec | null): number | null {
  const date = spec?.startNow === true ? null : (spec?.startDate ?? null);
  return date === null ? null : Date.parse(date);
}

function remember(
  view: View,
  plan: Plan,
  action: PlanAction,
  spec: StartSpec | null,
  decision: Decision,
): void {
  plan.requests.push({
    at: timestamp(view.now),
    action,
    outcome: decision.kind === 'accepted' ? 'executed' : 'refused',
    startDate: spec?.startNow === true ? null : (spec?.startDate ?? null),
    user: view.logon.user.name,
    session: decision.kind === 'accepted' ? (decision.job?.id ?? null) : null,
    server: 'enterpriseManager',
  });
}

function readIncludedMachine(context: RouteContext, view: View): Answer {
  const plan = findPlan(context, view, 'cloudFailoverPlan');
  const machine = plan.machines.find(({ id }) => id === context.param('vm').toLowerCase());
  if (machine === undefined) {
    throw new HttpProblem(404, `The plan has no machine with id [${context.param('vm')}].`);
  }
  return answer(200, includedMachine('CloudFailoveredVm', view, plan, machine));
}

function collect({ manager, param }: RouteContext, view: View): Answer {
  const id = param('id').toLowerCase();
  if (!manager.world.backupServers.some((server) => server.id === id)) {
    throw new HttpProblem(404, `There is no BackupServer with id [${id}].`);
  }
  manager.world.collect();
  const task = manager.logons.addTask(view.logon, 'CollectingBackupServer', {
    job: null,
    failure: null,
    message: 'Data collection started. To view results, go to Sessions.',
  });
  return answer(202, taskElement(view, task));
}

function findPlan({ param }: RouteContext, view: View, kind: PlanKind): Plan {
  const id = param('id').toLowerCase();
  const plan = plansOf(view, kind).find((candidate) => candidate.id === id);
  if (plan !== undefined) return plan;
  const type = kind === 'failoverPlan' ? 'FailoverPlan' : 'CloudFailoverPlan';
  throw new HttpProblem(
    view.world.scenario.switches.unknownPlan,
    `There is no ${type} with id [${id}].`,
  );
}
