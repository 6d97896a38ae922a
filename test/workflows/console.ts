import { randomUUID } from 'node:crypto';
import type { Config, ServiceProviderConsoleConnection } from '../../config/config.js';
import type { ConsolePlanTarget, Mode, Plan, PlanStep, UpdateStep } from '../../plan/plan.js';
import type { RunningSimulator } from '../../simulator/start-simulator.js';
import type { Value } from '../../plan/value.js';
import { planOf } from './plans.js';

/** The API key of the simulated Console; must be found nowhere but on the wire. */
export const KEY = 'canary-9Zk3-key';
export const BRANCHES = 'Branch offices';
export const SHOP = 'Shop';

/** The connection in a lab's configuration. */
export const MSP = 'msp';

export interface ConsoleOptions {
  readonly lagSeconds?: number;
  readonly requestTimeoutSeconds?: number;
  readonly collectLagSeconds?: number;
  /** What is reached instead of the simulator's own address: a proxy before it, or nobody. */
  readonly consoleUrl?: (url: string) => string;
}

export const branches: ConsolePlanTarget = {
  id: 'branches',
  connection: MSP,
  kind: 'spcFailoverPlan',
  name: BRANCHES,
  backupServer: null,
  tenant: null,
  rehearse: 'test',
  labels: [],
};

export const shop: ConsolePlanTarget = {
  ...branches,
  id: 'shop',
  name: SHOP,
  rehearse: 'start-and-undo',
};

export function consolePlan(
  mode: Mode,
  steps: readonly PlanStep[],
  limits: Partial<Plan['limits']> = {},
): Plan {
  return { ...planOf(mode, steps, limits), targets: [branches, shop] };
}

/**
 * A cloud plan and a plain one (type `Local` at the Console). `console` stands in the Console's own
 * part: `switches: { ... }`, `collectLag: 5m`; `machines` are the cloud plan's.
 */
export function consoleScenario(
  console = '',
  machines = '[{ name: fs01, takes: 40s }, { name: fs02, takes: 20s }]',
): string {
  return `
version: 1
speed: 60
server: { users: [{ name: dr, password: canary-7Q2x-pass, role: RestoreOperator }] }
console: { apiKeys: [{ key: ${KEY} }]${console === '' ? '' : `, ${console}`} }
cloudFailoverPlans:
  - name: ${BRANCHES}
    id: ${randomUUID()}
    tenant: Tenant ${randomUUID()}
    preFailoverCommand: old-pre.cmd
    machines: ${machines}
failoverPlans:
  - name: ${SHOP}
    id: ${randomUUID()}
    machines: [{ name: web01, takes: 10s }, { name: web02, takes: 20s }]
`;
}

/** An update step on the cloud plan; a command is a text, or an expression within `${{ }}`. */
export function update(
  commands: { readonly pre?: Value; readonly post?: Value },
  extra: Partial<UpdateStep> = {},
): UpdateStep {
  return {
    id: 'announce',
    title: null,
    needs: [],
    timeoutSeconds: 30,
    onFailure: 'pause',
    verb: 'update',
    target: 'branches',
    preFailoverCommand: commands.pre ?? null,
    postFailoverCommand: commands.post ?? null,
    ...extra,
  };
}

/** The configuration with a connection to the Console, where there is one. */
export function withConsole(config: Config, url: string | null, options: ConsoleOptions): Config {
  if (url === null) return config;
  const reached = options.consoleUrl?.(url) ?? url;
  const connection = consoleConnection(MSP, reached, options);
  return { ...config, connections: new Map([...config.connections, [MSP, connection]]) };
}

/** A connection to a Console. */
export function consoleConnection(
  name: string,
  url: string,
  options: ConsoleOptions,
): ServiceProviderConsoleConnection {
  return {
    type: 'service-provider-console',
    name,
    url,
    auth: {
      kind: 'apiKey',
      key: { kind: 'env', name: 'CONSOLE_KEY', where: `connections.${name}.apiKey` },
    },
    tls: { caFile: null, insecure: false },
    maxRequests: 8,
    requestsPerSecond: null,
    requestTimeoutSeconds: options.requestTimeoutSeconds ?? 3,
    evidenceLagSeconds: options.lagSeconds ?? 2,
    collectLagSeconds: options.collectLagSeconds ?? 5,
  };
}

/** Somebody at the Console who knows nothing of Drillbook. */
export async function somebodyAt(
  lab: { readonly simulator: RunningSimulator },
  action: 'start' | 'undo',
  name: string,
  query = '',
): Promise<number> {
  const { simulator } = lab;
  const row = simulator.truth().console?.plans.find((plan) => plan.name === name);
  const path = `/api/v3/infrastructure/backupServers/failoverplans/${row?.instanceUid ?? ''}/${action}`;
  const answer = await fetch(`${simulator.consoleUrl ?? ''}${path}${query}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${KEY}` },
  });
  return answer.status;
}

/** Waits (bounded by the test's own time-out). */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 50));
}
