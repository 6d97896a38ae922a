import { randomUUID } from 'node:crypto';

import type { PlanTruth } from '../../../simulator/control/truth.js';
import type { ConsoleTruth } from '../../../simulator/control/console-truth.js';
import { startLab, type Lab } from '../lab.js';

export interface ConsoleAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface ConsoleCall {
  readonly method?: string;
  /** Null: no Authorization. */
  readonly key?: string | null;
  readonly requestId?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

type Row = ConsoleTruth['plans'][number];

/** A lab whose scenario has a Console, and a caller that knows nothing of our client. */
export interface ConsoleLab {
  readonly lab: Lab;
  readonly call: (path: string, options?: ConsoleCall) => Promise<ConsoleAnswer>;
  readonly row: (name: string, type?: string) => Row;
  readonly start: (name: string, query?: string, options?: ConsoleCall) => Promise<ConsoleAnswer>;
  readonly undo: (name: string, options?: ConsoleCall) => Promise<ConsoleAnswer>;
  /** The plan as the Console shows it. */
  readonly shown: (name: string) => Promise<Readonly<Record<string, unknown>>>;
  readonly objects: (name: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  readonly truth: (name: string) => PlanTruth;
}

export const SERVERS = '/infrastructure/backupServers';
export const PLANS = `${SERVERS}/failoverplans`;

/** A cloud plan and a plain one; `console` stands in the Console's own part. */
export function consoleScenario(console = '', extra = ''): string {
  return `
version: 1
console: { apiKeys: [{ key: k }, { key: reader, readOnly: true }, { key: user, role: ReadOnlyUser }], users: [{ name: dr, password: drill }]${console === '' ? '' : `, ${console}`} }
${extra}
cloudFailoverPlans:
  - name: ERP
    machines: [{ name: sql01, takes: 40s }, { name: sql02, takes: 20s }]
failoverPlans:
  - name: Branch
    machines: [{ name: web01, takes: 10s }]
`;
}

export async function startConsoleLab(scenario = consoleScenario()): Promise<ConsoleLab> {
  const lab = await startLab(scenario);
  const url = `${lab.simulator.consoleUrl ?? ''}/api/v3`;
  const call = (path: string, options: ConsoleCall = {}): Promise<ConsoleAnswer> =>
    send(`${url}${path}`, options);
  const row = (name: string, type?: string): Row => findRow(lab, name, type);
  const dataOf = async (path: string): Promise<unknown> =>
    ((await call(path)).body as { readonly data: unknown }).data;
  return {
    lab,
    call,
    row,
    start: (name, query = '', options = {}) =>
      call(`${PLANS}/${row(name).instanceUid}/start${query}`, { method: 'POST', ...options }),
    undo: (name, options = {}) =>
      call(`${PLANS}/${row(name).instanceUid}/undo`, { method: 'POST', ...options }),
    shown: async (name) =>
      (await dataOf(`${PLANS}/${row(name).instanceUid}`)) as Readonly<Record<string, unknown>>,
    objects: async (name) =>
      (await dataOf(`${PLANS}/${row(name).instanceUid}/objects`)) as readonly Readonly<
        Record<string, unknown>
      >[],
    truth: (name) => lab.plan(name),
  };
}

export function newId(): string {
  return randomUUID();
}

/** The address of a list with a JSON parameter. */
export function withJson(path: string, name: string, value: unknown): string {
  return `${path}?${name}=${encodeURIComponent(JSON.stringify(value))}`;
}

async function send(
  url: string,
  { method = 'GET', key = 'k', requestId, headers = {}, body }: ConsoleCall,
): Promise<ConsoleAnswer> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(requestId === undefined ? {} : { 'x-request-id': requestId }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? null : (JSON.parse(text) as unknown),
  };
}

function findRow(lab: Lab, name: string, type?: string): Row {
  const found = lab.simulator
    .truth()
    .console?.plans.find((row) => row.name === name && (type === undefined || row.type === type));
  if (found === undefined) throw new Error(`The Console has no plan "${name}"`);
  return found;
}
