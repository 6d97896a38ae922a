import { randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import type { Activities } from '../../activities/activity-interface.js';
import { createActivities } from '../../activities/create-activities.js';
import type {
  Baseline,
  RequestIdentity,
  ResolvedTarget,
  SendInput,
} from '../../activities/contract.js';
import { readConsolePlan, targetFactsOf } from '../../activities/read-console-plan.js';
import type { Console, Dependencies } from '../../activities/dependencies.js';
import { FollowedTasks } from '../../activities/followed-tasks.js';
import { ReplicaWatches } from '../../activities/replica-watch.js';
import { UntracedSends } from '../../activities/untraced-sends.js';
import { ServiceProviderConsoleClient } from '../../clients/service-provider-console/client.js';
import type { PlanType } from '../../clients/service-provider-console/resources.js';
import type { FaultInput } from '../../simulator/faults/fault.js';
import { parseScenario } from '../../simulator/scenario/parse-scenario.js';
import { startSimulator, type RunningSimulator } from '../../simulator/start-simulator.js';
import { consoleScenario, KEY, MSP } from '../workflows/console.js';

/** A simulated Console and the activities of a worker that reaches it; no Temporal. */
export interface ConsoleActivities {
  readonly simulator: RunningSimulator;
  readonly console: Console;
  readonly stopping: AbortController;
  fault(fault: FaultInput): void;
  truth(name: string): ReturnType<RunningSimulator['truth']>['plans'][number];
  /** A plan as admission would have resolved it. */
  target(name: string, type?: PlanType): ResolvedTarget;
  baseline(target: ResolvedTarget): Promise<Baseline>;
  send(
    input: Partial<SendInput> & Pick<SendInput, 'target' | 'baseline'>,
  ): ReturnType<Activities['sendMutation']>;
  run<N extends keyof Activities>(
    name: N,
    input: Parameters<Activities[N]>[0],
  ): ReturnType<Activities[N]>;
  close(): Promise<void>;
}

/** An identity as the workflow mints it. */
export function identity(extra: Partial<RequestIdentity> = {}): RequestIdentity {
  const notAfter = new Date(Date.now() + 240_000).toISOString();
  return { id: randomUUID(), notAfter, ...extra };
}

export async function openConsole(
  console = '',
  options: {
    readonly lagSeconds?: number;
    readonly collectLagSeconds?: number;
    /** Instead of the usual one. */
    readonly scenario?: string;
  } = {},
): Promise<ConsoleActivities> {
  const simulator = await startSimulator(
    parseScenario(options.scenario ?? consoleScenario(console)),
  );
  const client = new ServiceProviderConsoleClient({
    name: MSP,
    url: simulator.consoleUrl ?? '',
    tls: { caFile: null, insecure: false },
    maxRequests: 8,
    requestTimeoutSeconds: 30,
    auth: { kind: 'apiKey', key: () => Promise.resolve(KEY) },
  });
  const reached: Console = {
    type: 'service-provider-console',
    client,
    evidenceLagSeconds: options.lagSeconds ?? 1,
    collectLagSeconds: options.collectLagSeconds ?? 1,
    checkSecrets: () => Promise.resolve(),
  };
  const stopping = new AbortController();
  const activities = createActivities(dependenciesOn(reached, stopping.signal));
  const lab: ConsoleActivities = {
    simulator,
    console: reached,
    stopping,
    fault: (fault) => {
      simulator.addFault(fault);
    },
    truth: (name) => {
      const found = simulator.truth().plans.find((plan) => plan.name === name);
      if (found === undefined) throw new Error(`the scenario has no plan ${name}`);
      return found;
    },
    target: (name, type = 'Cloud') => {
      const row = simulator.truth().console?.plans.find((plan) => plan.name === name);
      if (row === undefined) throw new Error(`the Console has no plan ${name}`);
      return {
        target: 'branches',
        connection: MSP,
        kind: 'spcFailoverPlan',
        planId: row.originalUid,
        name,
        backupServerId: row.backupServerUid,
        backupServerName: row.backupServer,
        tenantId: null,
        tenantName: null,
        isNameShared: false,
        machines: lab.truth(name).machines.map((machine) => machine.name),
        console: { connection: MSP, serverPlanId: row.instanceUid, type },
      };
    },
    baseline: async (target) => {
      if (target.console === undefined || target.console === null)
        throw new Error('the target has no place on the Console');
      const reading = await readConsolePlan(reached, target.console, {});
      return { ...targetFactsOf(reading), mark: null };
    },
    send: (input) =>
      lab.run('sendMutation', {
        step: 'branches',
        attempt: 1,
        verb: 'start',
        mode: 'live',
        restorePointBefore: null,
        expectedSession: null,
        identity: identity(),
        ...input,
      }),
    run: (name, input) => {
      const activity = activities[name] as (
        given: typeof input,
      ) => ReturnType<Activities[typeof name]>;
      return new MockActivityEnvironment().run(activity, input) as ReturnType<
        Activities[typeof name]
      >;
    },
    close: async () => {
      await client.close();
      await simulator.close();
    },
  };
  return lab;
}

/** The dependencies of activities that reach one Console, and nothing else. */
export function dependenciesOn(console: Console, stopping: AbortSignal): Dependencies {
  return {
    server: () => console,
    enterpriseManager: () => {
      throw new Error('there is no Enterprise Manager here');
    },
    console: () => console,
    http: () => {
      throw new Error('there is no http connection here');
    },
    channel: () => {
      throw new Error('there is no channel here');
    },
    channels: [],
    build: { engine: 'drillbook/test', commit: null, bundle: 'sha256:0', sdk: '' },
    groups: {},
    recordsFolder: '',
    processQueue: 'none',
    followedTasks: new FollowedTasks(),
    untraced: new UntracedSends(),
    watches: new ReplicaWatches(),
    stopping,
  };
}
