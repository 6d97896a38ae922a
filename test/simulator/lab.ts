import { afterEach } from '@jest/globals';

import { parseScenario } from '../../simulator/scenario/parse-scenario.js';
import {
  startSimulator,
  type RunningSimulator,
  type SimulatorOptions,
} from '../../simulator/start-simulator.js';
import type { PlanTruth } from '../../simulator/control/truth.js';

import { ManualClock } from './manual-clock.js';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface CallOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Null: no session; left out: the lab's own. */
  readonly token?: string | null;
}

/** A running simulator with a clock moved by hand, and a caller that knows nothing of our client. */
export interface Lab {
  readonly simulator: RunningSimulator;
  readonly clock: ManualClock;
  readonly token: string;
  readonly call: (path: string, options?: CallOptions) => Promise<Answer>;
  readonly get: (path: string) => Promise<string>;
  readonly start: (plan: PlanTruth) => Promise<Answer>;
  readonly act: (plan: PlanTruth, action: 'test' | 'undo') => Promise<Answer>;
  readonly plan: (name: string) => PlanTruth;
}

const open: RunningSimulator[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((simulator) => simulator.close()));
});

/** Two plans, a cloud one and a plain one; extra lines come before them. */
export function twoPlans(extra = ''): string {
  return `
version: 1
${extra}
cloudFailoverPlans:
  - name: ERP databases
    machines:
      - { name: sql01, takes: 40s }
      - { name: sql02, takes: 20s, result: warning }
failoverPlans:
  - name: ERP portal
    machines:
      - { name: web01, takes: 10s }
      - { name: web02, takes: 30s }
`;
}

export async function startLab(
  scenario = twoPlans(),
  options: SimulatorOptions = {},
): Promise<Lab> {
  const clock = new ManualClock();
  const simulator = await startSimulator(parseScenario(scenario), { clock, ...options });
  open.push(simulator);
  const token = await logOn(simulator, 'dr', 'drill');
  const call = (path: string, callOptions: CallOptions = {}): Promise<Answer> =>
    send(simulator.url, path, token, callOptions);
  return {
    simulator,
    clock,
    token,
    call,
    get: async (path) => (await call(path)).text,
    start: (plan) => call(`${planPath(plan)}?action=start`, startOptions(plan)),
    act: (plan, action) => call(`${planPath(plan)}?action=${action}`, { method: 'POST' }),
    plan: (name) => findPlan(simulator, name),
  };
}

export async function logOn(
  simulator: RunningSimulator,
  name: string,
  password: string,
): Promise<string> {
  const answer = await send(simulator.url, '/sessionMngr/?v=v1_7', '', {
    method: 'POST',
    token: null,
    headers: basic(name, password),
  });
  return answer.headers.get('x-restsvcsessionid') ?? '';
}

export function basic(name: string, password: string): Readonly<Record<string, string>> {
  return { authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}` };
}

export function planPath(plan: PlanTruth): string {
  const folder = plan.kind === 'cloudFailoverPlan' ? '/cloud/cloudFailoverPlans' : '/failoverPlans';
  return `${folder}/${plan.id}`;
}

export function startOptions(plan: PlanTruth, inner = '<StartNow>true</StartNow>'): CallOptions {
  const root =
    plan.kind === 'cloudFailoverPlan'
      ? 'CloudFailoverPlanManagementSpec'
      : 'FailoverPlanManagementSpec';
  return {
    method: 'POST',
    headers: { 'content-type': 'application/xml' },
    body: `<${root} xmlns="http://www.veeam.com/ent/v1.0">${inner}</${root}>`,
  };
}

async function send(
  url: string,
  path: string,
  ownToken: string,
  { method = 'GET', headers = {}, body, token = ownToken }: CallOptions,
): Promise<Answer> {
  const response = await fetch(`${url}/api${path}`, {
    method,
    headers: { ...(token === null ? {} : { 'x-restsvcsessionid': token }), ...headers },
    ...(body === undefined ? {} : { body }),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

function findPlan(simulator: RunningSimulator, name: string): PlanTruth {
  const plan = simulator.truth().plans.find((candidate) => candidate.name === name);
  if (plan === undefined) throw new Error(`The scenario has no plan "${name}"`);
  return plan;
}

/** The text of the first element of that name; null when there is none. */
export function textIn(xml: string, name: string): string | null {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? null;
}

/** How often an element begins. */
export function countOf(xml: string, name: string): number {
  return xml.split(new RegExp(`<${name}[ />]`)).length - 1;
}
