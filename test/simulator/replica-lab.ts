import type { ReplicaTruth } from '../../simulator/control/replica-truth.js';

import { logOn, startLab, type Answer, type CallOptions, type Lab } from './lab.js';

/** A lab whose caller is an administrator, over one replica of each kind. */
export interface ReplicaLab {
  readonly lab: Lab;
  readonly call: (path: string, options?: CallOptions) => Promise<Answer>;
  readonly get: (path: string) => Promise<string>;
  readonly post: (path: string, body?: string, type?: string) => Promise<Answer>;
  readonly replica: (name: string) => ReplicaTruth;
}

/** One replica of each kind; `before` holds switches and the like. */
export function replicaScenario(before = ''): string {
  return `
version: 1
server: { users: [{ name: dr, password: drill, role: PortalAdministrator }, { name: op, password: op, role: RestoreOperator }] }
${before}
failoverPlans: [{ name: Portal, machines: [{ name: portal01, takes: 10s }] }]
vmReplicas:
  - { name: web01, takes: 20s, job: Web replication, points: [15m, '2026-02-13T05:00:46Z'] }
  - { name: web02, takes: 20s, job: Web replication, result: failed }
  - { name: web03, takes: 20s, job: Web replication, result: hang }
vAppReplicas:
  - { name: vApp01, takes: 20s, vms: [win7] }
cdpReplicas:
  - { name: cdp01, takes: 20s, points: [1h, 24h], intervals: [{ from: 8h, to: 6h, rpo: 15s }, { from: 4h, rpo: 5s }] }
  - { name: cdpApp, kind: vApp, takes: 20s, policy: Cloud policy, vms: [vm02] }
`;
}

export async function startReplicaLab(scenario = replicaScenario()): Promise<ReplicaLab> {
  const lab = await startLab(scenario);
  return {
    lab,
    call: lab.call,
    get: lab.get,
    post: (path, body, type = 'application/xml') =>
      lab.call(path, {
        method: 'POST',
        ...(body === undefined ? {} : { body, headers: { 'content-type': type } }),
      }),
    replica: (name) => findReplica(lab, name),
  };
}

/** The path of a machine's newest point, found by a query as a client would. */
export async function newestPoint({ get }: ReplicaLab, name: string): Promise<string> {
  const isApp = name.startsWith('vApp');
  const type = isApp ? 'vAppReplicaPoint' : 'VmReplicaPoint';
  const field = isApp ? 'VAppDisplayName' : 'VmDisplayName';
  const text = await get(
    `/query?type=${type}&format=Entities&sortDesc=CreationTime&filter=${field}==${name}`,
  );
  const id = /ReplicaPoint:([0-9a-f-]+)/.exec(text)?.[1] ?? '';
  return `${isApp ? '/vAppReplicaPoints' : '/vmReplicaPoints'}/${id}`;
}

/** The paths of a CDP replica's machine or vApp. */
export async function cdpPath({ get, replica }: ReplicaLab, name: string): Promise<string> {
  const { id, kind } = replica(name);
  if (kind === 'cdpVApp') return `/cdpReplica/vApps/${id}`;
  const policy = /CdpReplica:([0-9a-f-]+)/.exec(await get('/cdpReplicas'))?.[1] ?? '';
  return `/cdpReplicas/${policy}/vms/${id}`;
}

export async function operatorToken({ lab }: ReplicaLab): Promise<string> {
  return logOn(lab.simulator, 'op', 'op');
}

export function cdpSpec(inner: string): string {
  return `<CdpFailoverStartSpec xmlns="http://www.veeam.com/ent/v1.0">${inner}</CdpFailoverStartSpec>`;
}

function findReplica(lab: Lab, name: string): ReplicaTruth {
  const found = lab.simulator.truth().replicas.find((replica) => replica.name === name);
  if (found === undefined) throw new Error(`The scenario has no replica "${name}"`);
  return found;
}
