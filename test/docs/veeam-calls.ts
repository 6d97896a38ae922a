import type { EnterpriseManagerClient } from '../../clients/enterprise-manager/client.js';
import type { ServiceProviderConsoleClient } from '../../clients/service-provider-console/client.js';
import { sample } from '../clients/sample.js';
import { logonReply, ok, SESSION_ID, startEm } from '../clients/enterprise-manager/em-server.js';
import { ok as json, PLANS, startSpc } from '../clients/service-provider-console/spc-server.js';
import type { SeenRequest } from '../clients/test-server.js';

const ID = 'ae01e36f-32a3-4095-95fa-09a2af744009';
const PLAN_ID = '06b21e21-7161-50a9-b8ae-231cf9951d82';
const SERVER_ID = '47664f7a-8f3f-4275-91fc-89a119b5497f';
const POLICY_ID = '24ae37ad-4d28-4568-8467-98d8770bb722';
const VAPP_ID = '4d408966-827f-4142-811f-90be94c842a9';
const REQUEST_ID = '11111111-2222-4333-8444-555555555555';
const FROM = '2021-02-17T15:31:40Z';

type Exercises<C> = Readonly<Record<string, (client: C) => unknown>>;

/** One use of each method of Enterprise Manager's client that sends something. */
export const EM_EXERCISES: Exercises<EnterpriseManagerClient> = {
  logon: (em) => em.logon(),
  close: (em) => em.logon().then(() => em.close()),
  apiVersions: (em) => em.apiVersions(),
  serverTime: (em) => em.serverTime(),
  mayQuery: (em) => em.mayQuery(),
  listBackupServers: (em) => em.listBackupServers(),
  listFailoverPlans: (em) => em.listFailoverPlans(),
  getFailoverPlan: (em) => em.getFailoverPlan(ID),
  startFailoverPlan: (em) => em.startFailoverPlan(ID, { before: null }),
  undoFailoverPlan: (em) => em.undoFailoverPlan(ID),
  listCloudFailoverPlans: (em) => em.listCloudFailoverPlans(),
  getCloudFailoverPlan: (em) => em.getCloudFailoverPlan(ID),
  listCloudPlanIncludes: (em) => em.listCloudPlanIncludes(ID),
  startCloudFailoverPlan: (em) => em.startCloudFailoverPlan(ID, { before: null }),
  testCloudFailoverPlan: (em) => em.testCloudFailoverPlan(ID),
  undoCloudFailoverPlan: (em) => em.undoCloudFailoverPlan(ID),
  listTasks: (em) => em.listTasks(),
  getTask: (em) => em.logon().then(() => em.getTask('task-1', SESSION_ID)),
  deleteTask: (em) => em.logon().then(() => em.deleteTask('task-1', SESSION_ID)),
  collect: (em) => em.collect(ID),
  listCloudFailoverSessions: (em) =>
    em.listCloudFailoverSessions({ planName: 'x', backupServerId: null, since: null }),
  getCloudFailoverSession: (em) => em.getCloudFailoverSession(ID),
  listRestoreSessions: (em) => em.listRestoreSessions({ since: null }),
  getRestoreSession: (em) => em.getRestoreSession(ID),
  listCloudReplicaPoints: (em) => em.listCloudReplicaPoints(),
  listVmReplicas: (em) => em.replicas.listVmReplicas(),
  listVmReplicaPoints: async (em) => {
    await em.replicas.listVmReplicaPoints().catch(() => undefined);
    await em.replicas.listVmReplicaPoints({ replicaId: ID });
  },
  listVAppReplicaPoints: (em) => em.replicas.listVAppReplicaPoints(),
  failoverVmReplicaPoint: (em) => em.replicas.failoverVmReplicaPoint(ID),
  failoverVAppReplicaPoint: (em) => em.replicas.failoverVAppReplicaPoint(ID),
  listCdpReplicas: (em) => em.cdp.listCdpReplicas(),
  cdpIntervals: async (em) => {
    const span = { from: FROM, to: FROM };
    const vm = { kind: 'vm', replicaId: ID, id: ID } as const;
    await em.cdp.cdpIntervals(vm, span).catch(() => undefined);
    await em.cdp.cdpIntervals({ kind: 'vApp', id: ID }, span);
  },
  failoverCdpVm: (em) => em.cdp.failoverCdpVm({ replicaId: ID, id: ID }, { kind: 'current' }),
  failoverCdpVApp: (em) => em.cdp.failoverCdpVApp(ID, { kind: 'current' }),
};

/** One use of each method of the Console's client that sends something. */
export const SPC_EXERCISES: Exercises<ServiceProviderConsoleClient> = {
  currentUser: (spc) => spc.currentUser(),
  about: (spc) => spc.about(),
  listBackupServers: (spc) => spc.listBackupServers(),
  listFailoverPlans: async (spc) => {
    await spc.listFailoverPlans().catch(() => undefined);
    await spc.listFailoverPlans({ backupServer: 'srv13' }).catch(() => undefined);
    await spc.listFailoverPlans({ backupServer: SERVER_ID });
  },
  getFailoverPlan: (spc) => spc.getFailoverPlan(PLAN_ID),
  listPlanObjects: (spc) => spc.listPlanObjects(PLAN_ID),
  start: (spc) => spc.start(PLAN_ID, { dateTime: FROM, test: false, requestId: REQUEST_ID }),
  undo: (spc) => spc.undo(PLAN_ID, { requestId: REQUEST_ID }),
  patch: (spc) => spc.patch(PLAN_ID, { preFailoverCommand: 'x', requestId: REQUEST_ID }),
  getAsyncAction: (spc) => spc.getAsyncAction(ID),
  getAsyncActionResult: (spc) => spc.getAsyncActionResult(ID),
};

/** What stands in the way of a call is answered; the call itself may well be a 404. */
const EM_ROUTES = {
  'POST /api/sessionMngr/': logonReply(),
  'GET /api/tasks/task-1': ok(sample('em-task-startfailoverplan-finished.xml')),
  'GET /api/cdpReplicas': ok(sample('em-cdpreplicas-list.xml')),
  [`GET /api/cdpReplicas/${POLICY_ID}`]: ok(
    sample('em-cdpreplica-entity.xml').replaceAll(
      '7665222c-2e99-4a3f-b892-1827ba8d1eee',
      POLICY_ID,
    ),
  ),
  [`GET /api/cdpReplicas/${POLICY_ID}/vms`]: ok(sample('em-cdpreplicavms-list.xml')),
  'GET /api/cdpReplica/vApps': ok(sample('em-vappcdpreplicas-list.xml')),
  [`GET /api/cdpReplica/vApps/${VAPP_ID}`]: ok(sample('em-vappcdpreplica-entity.xml')),
  // Where a session may not be looked at, another answer tells the time.
  [`GET /api/logonSessions/${SESSION_ID}`]: { status: 404 },
};

const SPC_ROUTES = {
  'POST /api/v3/token': json({ access_token: 'a', refresh_token: 'b' }),
  'GET /api/v3/about': json({ data: { serverVersion: '9.1' } }),
  [`GET ${PLANS}/${PLAN_ID}`]: json(sample('vspc-failoverplan-patch-response.json')),
};

const LOGON = { em: 'POST /sessionMngr/', spc: 'POST /token' } as const;

/** Which requests a method of Enterprise Manager's client makes, without the logon before them. */
export async function emCallsOf(method: string): Promise<readonly string[]> {
  const em = await startEm(EM_ROUTES);
  await attempt(() => EM_EXERCISES[method]?.(em.client));
  const calls = em.server.requests.map(emTemplate);
  return unique(method === 'logon' ? calls : calls.filter((call) => call !== LOGON.em));
}

/** As `emCallsOf`, for the Console. `logon` is no method: every call asks for a token first. */
export async function spcCallsOf(method: string): Promise<readonly string[]> {
  const credentials = () => Promise.resolve({ username: 'x', password: 'y' });
  const spc = await startSpc(SPC_ROUTES, { auth: { kind: 'password', credentials } });
  const isLogon = method === 'logon';
  await attempt(() => SPC_EXERCISES[isLogon ? 'currentUser' : method]?.(spc.client));
  const calls = unique(spc.server.requests.map(spcTemplate));
  return calls.filter((call) => (call === LOGON.spc) === isLogon);
}

/** A refusal is an answer too: what was asked is the question. */
async function attempt(use: () => unknown): Promise<void> {
  try {
    await use();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ClientError') throw error;
  }
}

function emTemplate({ method, url }: SeenRequest): string {
  const { pathname, searchParams } = new URL(url, 'http://x');
  const kept = ['action', 'type'].filter((name) => searchParams.has(name));
  const query = kept.map((name) => `${name}=${searchParams.get(name) ?? ''}`).join('&');
  const path = pathname.replace(/^\/api(?=\/)/, '').replace(/\/task-\d+/, '/{id}');
  return `${method} ${withoutIds(path)}${query === '' ? '' : `?${query}`}`;
}

function spcTemplate({ method, url }: SeenRequest): string {
  return `${method} ${withoutIds(new URL(url, 'http://x').pathname.replace(/^\/api\/v3/, ''))}`;
}

function withoutIds(path: string): string {
  return path.replaceAll(/\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '/{id}');
}

function unique(calls: readonly string[]): readonly string[] {
  return [...new Set(calls)];
}
