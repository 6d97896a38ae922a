import type { MachineSpec, Scenario } from './scenario-schema.js';

const PLANS = ['cloudFailoverPlans', 'failoverPlans'] as const;
const REPLICAS = ['vmReplicas', 'vAppReplicas', 'cdpReplicas'] as const;

/** What a schema can't see: names that must be unique or must exist. */
export interface Finding {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

type PortSpec = Pick<MachineSpec, 'service' | 'production'>;

interface Placed<T> {
  readonly path: readonly PropertyKey[];
  readonly value: T;
}

/** Finds what is wrong between the parts of a scenario whose form is right. */
export function checkScenario(scenario: Scenario): readonly Finding[] {
  const machines = allMachines(scenario);
  return [
    ...missingServers(scenario),
    ...repeated(planIdentities(scenario), 'is the identity of another plan too; give one an id'),
    ...repeated(
      machines.map((m) => ({ path: [...m.path, 'name'], value: m.value.key })),
      'is another machine of this plan too',
    ),
    ...repeated(
      replicaIdentities(scenario),
      'is the identity of another replica too; give one an id',
    ),
    ...repeated(fixedPorts(scenario, machines), 'is used as a port by something else too'),
    ...repeated(
      scenario.server.users.map((user, i) => ({
        path: ['server', 'users', i, 'name'],
        value: user.name,
      })),
      'is another user too',
    ),
    ...missingTenants(scenario),
  ];
}

function repeated(values: readonly Placed<string>[], message: string): readonly Finding[] {
  const seen = new Set<string>();
  const findings: Finding[] = [];
  for (const { path, value } of values) {
    if (seen.has(value)) findings.push({ path, message: `${value} ${message}` });
    seen.add(value);
  }
  return findings;
}

function missingServers(scenario: Scenario): readonly Finding[] {
  const known = scenario.backupServers.map((server) => server.name);
  const lists = [...PLANS, ...REPLICAS];
  return lists.flatMap((list) =>
    scenario[list].flatMap((plan, index) =>
      plan.backupServer === undefined || known.includes(plan.backupServer)
        ? []
        : [
            {
              path: [list, index, 'backupServer'],
              message: `no backup server "${plan.backupServer}"; backupServers has: ${known.join(', ')}`,
            },
          ],
    ),
  );
}

function missingTenants(scenario: Scenario): readonly Finding[] {
  const known = [...new Set(scenario.cloudFailoverPlans.map((plan) => plan.tenant))];
  return scenario.server.tenants.flatMap(({ tenant }, index) =>
    known.includes(tenant)
      ? []
      : [
          {
            path: ['server', 'tenants', index, 'tenant'],
            message: `no cloud plan is of tenant "${tenant}"; there are: ${known.join(', ')}`,
          },
        ],
  );
}

function planIdentities(scenario: Scenario): readonly Placed<string>[] {
  const first = scenario.backupServers[0]?.name ?? '';
  return [
    ...scenario.cloudFailoverPlans.map((plan, index) => ({
      path: ['cloudFailoverPlans', index, 'name'],
      value: plan.id ?? `cloud plan ${plan.backupServer ?? first}/${plan.tenant}/${plan.name}`,
    })),
    ...scenario.failoverPlans.map((plan, index) => ({
      path: ['failoverPlans', index, 'name'],
      value: plan.id ?? `plan ${plan.backupServer ?? first}/${plan.name}`,
    })),
  ];
}

function replicaIdentities(scenario: Scenario): readonly Placed<string>[] {
  const first = scenario.backupServers[0]?.name ?? '';
  return REPLICAS.flatMap((list) =>
    scenario[list].map((replica, index) => {
      const job = 'policy' in replica ? `${replica.kind} ${replica.policy}` : replica.job;
      const path = [list, index, 'name'];
      const names = [replica.backupServer ?? first, job, replica.name];
      return { path, value: replica.id ?? `${list} ${names.join('/')}` };
    }),
  );
}

function allMachines(
  scenario: Scenario,
): readonly Placed<{ readonly key: string; readonly machine: MachineSpec }>[] {
  return PLANS.flatMap((list) =>
    scenario[list].flatMap((plan, index) =>
      plan.machines.map((machine, position) => ({
        path: [list, index, 'machines', position],
        value: { key: `${list}[${index}] ${machine.name}`, machine },
      })),
    ),
  );
}

function fixedPorts(
  scenario: Scenario,
  machines: readonly Placed<{ readonly machine: PortSpec }>[],
): readonly Placed<string>[] {
  const replicas = REPLICAS.flatMap((list) =>
    scenario[list].map((replica, index) => ({ path: [list, index], value: { machine: replica } })),
  );
  const ports = [
    { path: ['console', 'port'], port: scenario.console?.port ?? 0 },
    { path: ['server', 'port'], port: scenario.server.port },
    { path: ['server', 'controlPort'], port: scenario.server.controlPort },
    ...[...machines, ...replicas].flatMap(({ path, value: { machine } }) => [
      {
        path: [...path, 'service'],
        port: machine.service === undefined ? 0 : servicePort(machine.service),
      },
      { path: [...path, 'production'], port: machine.production?.tcp ?? 0 },
    ]),
  ];
  return ports
    .filter(({ port }) => port !== 0)
    .map(({ path, port }) => ({ path, value: String(port) }));
}

function servicePort(service: NonNullable<MachineSpec['service']>): number {
  return 'tcp' in service ? service.tcp : service.http;
}
