import type {
  Config,
  ConnectionConfig,
  HttpConnection,
  NotificationConfig,
  SecretReference,
} from '../../config/config.js';
import type { Plan } from '../../plan/plan.js';
import type { RunningSimulator } from '../../simulator/start-simulator.js';
import { stepsOfPlay, targetsOfPlay } from './played-plan.js';
import { scaleSeconds } from './scale-plan.js';

/** No secret: it opens a simulator that lives as long as its test. */
export const TEST_PASSWORD = 'runbook-test';

/** The variable that the password is taken from. */
export const TEST_VARIABLE = 'DRILLBOOK_TEST_PASSWORD';

/** The defaults of a connection, before they are scaled. */
const EVIDENCE_LAG_SECONDS = 120;
const COLLECT_LAG_SECONDS = 60;

/** In real time: an answer that does not come is a fault of the test. */
const REQUEST_SECONDS = 5;

const REFERENCE: SecretReference = { kind: 'env', name: TEST_VARIABLE, where: 'the test' };
const NO_TLS = { caFile: null, insecure: false };

export interface TestConfigFacts {
  readonly plan: Plan;
  readonly speed: number;
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly address: string;
  readonly namespace: string;
  readonly folder: string;
  /** By the connection's name. */
  readonly simulators: ReadonlyMap<string, RunningSimulator>;
}

/** The configuration of a test's worker: nothing of it comes from a file or the environment. */
export function testConfig(facts: TestConfigFacts): Config {
  const { plan, address, namespace, folder } = facts;
  return {
    file: null,
    folder,
    temporal: { address, namespace, taskQueue: 'drillbook-test', tls: null, apiKey: null },
    worker: { healthPort: null, metricsPort: null, recordsFolder: folder },
    evidence: { folder: null, key: null },
    people: { groups: new Map(Object.entries(groupsOf(plan, facts.groups))) },
    connections: new Map([...serversOf(facts), ...httpConnectionsOf(plan)]),
    notifications: new Map(channelsOf(plan).map((channel) => [channel.name, channel])),
    warnings: [],
  };
}

/** Who is in the groups that the steps name; where the test says nothing, three of their own. */
export function groupsOf(
  plan: Plan,
  said: Readonly<Record<string, readonly string[]>>,
): Readonly<Record<string, readonly string[]>> {
  const named = stepsOfPlay(plan).flatMap((step) => {
    if (step.verb === 'approve')
      return [...step.from, ...(step.breakGlass === null ? [] : [step.breakGlass])];
    return step.verb === 'task' ? step.from : [];
  });
  // Who is named with an address is a person.
  const groups = named.filter((name) => !name.includes('@'));
  const invented = groups.map((name) => [name, [1, 2, 3].map((n) => `${name}-${n}@test`)]);
  return { ...(Object.fromEntries(invented) as Record<string, readonly string[]>), ...said };
}

function serversOf({
  plan,
  speed,
  simulators,
}: TestConfigFacts): readonly (readonly [string, ConnectionConfig])[] {
  const consoles = new Set(
    targetsOfPlay(plan).flatMap(({ target }) => {
      if (target.kind === 'spcFailoverPlan') return [target.connection];
      return target.kind === 'failoverPlan' && target.confirm !== null
        ? [target.confirm.connection]
        : [];
    }),
  );
  return [...simulators].map(([name, simulator]) => {
    const common = {
      name,
      tls: NO_TLS,
      maxRequests: 8,
      requestsPerSecond: null,
      requestTimeoutSeconds: REQUEST_SECONDS,
      evidenceLagSeconds: scaleSeconds(EVIDENCE_LAG_SECONDS, speed),
    };
    if (consoles.has(name)) {
      return [
        name,
        {
          ...common,
          type: 'service-provider-console',
          url: simulator.consoleUrl ?? '',
          auth: { kind: 'apiKey', key: REFERENCE },
          collectLagSeconds: scaleSeconds(COLLECT_LAG_SECONDS, speed),
        },
      ];
    }
    return [
      name,
      {
        ...common,
        type: 'enterprise-manager',
        url: simulator.url,
        username: { kind: 'literal', value: 'dr' },
        password: REFERENCE,
        role: null,
      },
    ];
  });
}

/** They are never asked: the answers are the test's. */
function httpConnectionsOf(plan: Plan): readonly (readonly [string, HttpConnection])[] {
  const names = stepsOfPlay(plan).flatMap((step) => {
    if (step.verb === 'http') return step.connection ?? [];
    return step.verb === 'check' && step.probe.kind === 'http' ? (step.probe.connection ?? []) : [];
  });
  return [...new Set(names)].map((name) => [
    name,
    {
      type: 'http',
      name,
      url: 'http://127.0.0.1:9',
      auth: { kind: 'none' },
      headers: new Map(),
      tls: NO_TLS,
      requestTimeoutSeconds: REQUEST_SECONDS,
    },
  ]);
}

/** They are never used: what would be sent is in the record. */
function channelsOf(plan: Plan): readonly NotificationConfig[] {
  const channels = stepsOfPlay(plan).flatMap((step) =>
    step.verb === 'notify' ? [step.channel] : [],
  );
  return channels.map(({ kind, name }) =>
    kind === 'email'
      ? {
          type: 'email',
          name,
          events: [],
          tls: NO_TLS,
          host: '127.0.0.1',
          port: 9,
          secure: false,
          user: null,
          password: null,
          from: 'drillbook@test',
          to: ['test@test'],
        }
      : { type: kind, name, events: [], tls: NO_TLS, url: REFERENCE },
  );
}
