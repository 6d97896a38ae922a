import { assertNever } from '../assert-never.js';
import {
  cdpReplicaRows,
  cdpReplicaVmRows,
  vAppCdpReplicaRows,
  vAppCdpReplicaVmRows,
} from '../resources/cdp-replica.js';
import { cdpIntervalsElement } from '../resources/cdp-intervals.js';
import { cloudReplicaRows, replicaRows } from '../resources/replica.js';
import {
  cloudVmReplicaPointRows,
  vmReplicaPointRows,
  vmReplicasOf,
} from '../resources/replica-point.js';
import type { ResourceKey } from '../resources/roles.js';
import type { Row } from '../resources/row.js';
import { taskElement } from '../resources/task.js';
import { timestamp } from '../resources/timestamp.js';
import type { View } from '../resources/view.js';
import { HttpProblem } from '../wire/http-problem.js';
import { readCdpFailoverSpec, readIntervalsSpec } from '../wire/read-cdp-spec.js';
import { chooseCdpState } from '../world/cdp-state.js';
import { decideReplicaFailover } from '../world/decide-replica-failover.js';
import type { Replica, ReplicaKind, RestorePoint } from '../world/model.js';

import { answer, type Answer } from './answer.js';
import { answerList, answerRow } from './collection-routes.js';
import type { Route, RouteContext } from './route.js';

const CDP_VM = '/cdpReplicas/{id}/vms/{vm}';
const CDP_VAPP = '/cdpReplica/vApps/{id}';

/** Failing single replicas over, and the lists below a replica. */
export const replicaRoutes: readonly Route[] = [
  act('/vmReplicaPoints/{id}', 'failover', 'replicas', (context, view) =>
    failOverToPoint(context, view, vmReplicasOf(view), 'VmReplicaPoint'),
  ),
  act('/vAppReplicaPoints/{id}', 'failover', 'replicas', (context, view) =>
    failOverToPoint(context, view, ofKind(view, 'vAppReplica'), 'VAppReplicaPoint'),
  ),
  act(CDP_VM, 'failover', 'cdpReplicas', (context, view) =>
    failOverCdp(context, view, findCdpVm(context, view)),
  ),
  act(CDP_VM, 'intervals', 'cdpReplicas', (context, view) =>
    tellIntervals(context, view, findCdpVm(context, view)),
  ),
  act(CDP_VAPP, 'failover', 'cdpReplicas', (context, view) =>
    failOverCdp(context, view, findCdpVApp(context, view)),
  ),
  act(CDP_VAPP, 'intervals', 'cdpReplicas', (context, view) =>
    tellIntervals(context, view, findCdpVApp(context, view)),
  ),
  read('/replicas/{id}/vmReplicaPoints', 'replicas', (context, view) =>
    pointsBelow(context, view, replicaRows(view), vmReplicaPointRows(view), 'VmReplicaPoints'),
  ),
  read('/cloud/replicas/{id}/vmReplicaPoints', 'cloudReplicas', (context, view) => {
    const points = cloudVmReplicaPointRows(view);
    return pointsBelow(context, view, cloudReplicaRows(view), points, 'CloudVmReplicaPoints');
  }),
  read('/cdpReplicas/{id}/vms', 'cdpReplicas', (context, view) => {
    const { id } = existing(cdpReplicaRows(view), context.param('id'), 'CdpReplica');
    const shape = { path: `/cdpReplicas/${id}/vms`, plural: 'CdpReplicaVms' };
    return answerList(context, view, shape, cdpReplicaVmRows(view, id));
  }),
  read(CDP_VM, 'cdpReplicas', (context, view) => {
    const rows = cdpReplicaVmRows(view, context.param('id').toLowerCase());
    return answerRow(context, view, existing(rows, context.param('vm'), 'CdpReplicaVm'));
  }),
  read('/cdpReplica/vApps', 'cdpReplicas', (context, view) => {
    const shape = { path: '/cdpReplica/vApps', plural: 'VAppCdpReplicas' };
    return answerList(context, view, shape, vAppCdpReplicaRows(view));
  }),
  read(CDP_VAPP, 'cdpReplicas', (context, view) => {
    const row = existing(vAppCdpReplicaRows(view), context.param('id'), 'VAppCdpReplica');
    return answerRow(context, view, row);
  }),
  read(`${CDP_VAPP}/vms`, 'cdpReplicas', (context, view) => {
    const replica = findCdpVApp(context, view);
    const path = `/cdpReplica/vApps/${replica.machine.id}/vms`;
    const rows = vAppCdpReplicaVmRows(view, replica);
    return answerList(context, view, { path, plural: 'VAppCdpReplicaVms' }, rows);
  }),
];

type Handle = (context: RouteContext, view: View) => Answer;

function act(pattern: string, action: string, resource: ResourceKey, handle: Handle): Route {
  return { kind: 'session', method: 'POST', pattern, action, needs: [resource, 'act'], handle };
}

function read(pattern: string, resource: ResourceKey, handle: Handle): Route {
  return { kind: 'session', method: 'GET', pattern, needs: [resource, 'read'], handle };
}

function failOverToPoint(
  context: RouteContext,
  view: View,
  replicas: readonly Replica[],
  type: string,
): Answer {
  const id = context.param('id').toLowerCase();
  for (const replica of replicas) {
    const point = replica.machine.points.find((candidate) => candidate.id === id);
    if (point !== undefined) return failOver(context, view, replica, point);
  }
  throw new HttpProblem(404, `There is no ${type} with id [${id}].`);
}

function failOverCdp(context: RouteContext, view: View, replica: Replica): Answer {
  const { request } = context;
  const wish = readCdpFailoverSpec(request.body, request.headers['content-type']);
  const decides = view.world.scenario.switches.cdpDateAndCurrent;
  return failOver(context, view, replica, chooseCdpState(replica, wish, view.now, decides));
}

function tellIntervals({ request }: RouteContext, view: View, replica: Replica): Answer {
  const asked = readIntervalsSpec(request.body, request.headers['content-type']);
  return answer(200, cdpIntervalsElement(replica, asked, view.now));
}

// The vendor's samples: a CDP failover's operation has another name than the others'.
function operationOf(kind: ReplicaKind): string {
  return kind === 'cdpVm' || kind === 'cdpVApp' ? 'StartFailover' : 'StartReplicaFailover';
}

function failOver(
  { manager }: RouteContext,
  view: View,
  replica: Replica,
  point: RestorePoint | null,
): Answer {
  const decision = decideReplicaFailover(manager.world, replica, point);
  replica.requests.push({
    at: timestamp(view.now),
    outcome: decision.kind === 'accepted' ? 'executed' : 'refused',
    point: point?.name ?? null,
    user: view.logon.user.name,
    session: decision.kind === 'accepted' ? decision.run.id : null,
  });
  switch (decision.kind) {
    case 'http400':
      throw new HttpProblem(400, decision.message);
    case 'taskFailed':
    case 'accepted': {
      const atOnce =
        replica.kind === 'vAppReplica' &&
        decision.kind === 'accepted' &&
        view.world.scenario.switches.vAppTaskResult === 'atOnce';
      const task = manager.logons.addTask(view.logon, operationOf(replica.kind), {
        job: null,
        run: decision.kind === 'accepted' ? decision.run : null,
        failure: decision.kind === 'accepted' ? null : decision.message,
        message: 'Ok',
        atOnce,
      });
      return answer(202, taskElement(view, task));
    }
    default:
      return assertNever(decision);
  }
}

function pointsBelow(
  context: RouteContext,
  view: View,
  replicas: readonly Row[],
  points: readonly Row[],
  plural: string,
): Answer {
  const { path } = existing(replicas, context.param('id'), 'Replica');
  const href = view.site.href(path);
  const own = points.filter((point) => point.up().some((link) => link.attributes['Href'] === href));
  return answerList(context, view, { path: `${path}/vmReplicaPoints`, plural }, own);
}

function existing(rows: readonly Row[], id: string, type: string): Row {
  const row = rows.find((candidate) => candidate.id === id.toLowerCase());
  if (row === undefined) throw new HttpProblem(404, `There is no ${type} with id [${id}].`);
  return row;
}

function ofKind({ world }: View, kind: ReplicaKind): readonly Replica[] {
  return world.replicas.filter((replica) => replica.kind === kind);
}

function findCdpVm({ param }: RouteContext, view: View): Replica {
  const [policy, id] = [param('id').toLowerCase(), param('vm').toLowerCase()];
  const found = ofKind(view, 'cdpVm').find(
    ({ job, machine }) => job.id === policy && machine.id === id,
  );
  if (found === undefined) throw new HttpProblem(404, `There is no CdpReplicaVm with id [${id}].`);
  return found;
}

function findCdpVApp({ param }: RouteContext, view: View): Replica {
  const id = param('id').toLowerCase();
  const found = ofKind(view, 'cdpVApp').find(({ machine }) => machine.id === id);
  if (found !== undefined) return found;
  throw new HttpProblem(404, `There is no VAppCdpReplica with id [${id}].`);
}
