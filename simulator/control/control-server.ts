import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

import { z } from 'zod';

import type { Console } from '../console/console.js';
import { faultSchema } from '../faults/fault.js';
import type { FaultBook } from '../faults/fault-book.js';
import type { Manager } from '../http/manager.js';

import { changeMachine, changeReplica, machineChangeSchema } from './change-machine.js';
import { ControlProblem } from './control-problem.js';
import { tellTruth } from './truth.js';

/** What the control address reaches. */
export interface Controlled {
  readonly manager: Manager;
  readonly console: Console | null;
  readonly faults: FaultBook;
  readonly shutDown: () => void;
}

interface ControlRoute {
  readonly method: string;
  readonly pattern: RegExp;
  readonly handle: (controlled: Controlled, body: unknown, params: readonly string[]) => unknown;
}

const DONE = { done: true };

const ROUTES: readonly ControlRoute[] = [
  {
    method: 'GET',
    pattern: /^\/truth$/,
    handle: ({ manager, console }) => tellTruth(manager, console),
  },
  { method: 'GET', pattern: /^\/faults$/, handle: ({ faults }) => ({ faults: faults.list() }) },
  {
    method: 'POST',
    pattern: /^\/faults$/,
    handle: ({ faults }, body) => faults.add(faultSchema.parse(body)),
  },
  {
    method: 'DELETE',
    pattern: /^\/faults$/,
    handle: ({ faults }) => {
      faults.clear();
      return DONE;
    },
  },
  {
    method: 'POST',
    pattern: /^\/expire-sessions$/,
    handle: ({ manager }) => {
      manager.logons.expireAll();
      return DONE;
    },
  },
  {
    method: 'POST',
    pattern: /^\/restart$/,
    handle: ({ manager }) => {
      manager.logons.restart();
      return DONE;
    },
  },
  {
    method: 'POST',
    pattern: /^\/expire-tokens$/,
    handle: ({ console }) => {
      console?.tokens.clear();
      return DONE;
    },
  },
  {
    method: 'POST',
    pattern: /^\/machines\/([^/]+)\/([^/]+)$/,
    handle: async ({ manager: { world } }, body, [plan = '', name = '']) => {
      changeMachine(world, plan, name, machineChangeSchema.parse(body));
      await world.services.settled();
      return DONE;
    },
  },
  {
    method: 'POST',
    pattern: /^\/replicas\/([^/]+)$/,
    handle: async ({ manager: { world } }, body, [name = '']) => {
      changeReplica(world, name, machineChangeSchema.parse(body));
      await world.services.settled();
      return DONE;
    },
  },
  {
    method: 'POST',
    pattern: /^\/shutdown$/,
    handle: ({ shutDown }) => {
      shutDown();
      return DONE;
    },
  },
];

/** The address at which a person or a test steers the simulator: plain HTTP, JSON, no password. */
export function createControlServer(controlled: Controlled): Server {
  return createServer((incoming, outgoing) => {
    serve(controlled, incoming, outgoing).catch((error: unknown) => {
      const { status, message } = describe(error);
      send(outgoing, status, { error: message });
    });
  });
}

async function serve(
  controlled: Controlled,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const { pathname } = new URL(incoming.url ?? '/', 'http://control');
  const body = await readJson(incoming);
  const fitting = ROUTES.filter((route) => route.pattern.test(pathname));
  const route = fitting.find(({ method }) => method === incoming.method);
  if (route === undefined) {
    const known =
      'GET /truth, GET|POST|DELETE /faults, POST /expire-sessions, POST /restart, POST /expire-tokens, POST /machines/PLAN/NAME, POST /replicas/NAME, POST /shutdown';
    throw new ControlProblem(fitting.length === 0 ? 404 : 405, `There is only: ${known}`);
  }
  const params = (route.pattern.exec(pathname) ?? []).slice(1).map(decodeURIComponent);
  send(outgoing, 200, await route.handle(controlled, body, params));
}

async function readJson(incoming: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ControlProblem(400, 'The body is no JSON');
  }
}

function describe(error: unknown): { readonly status: number; readonly message: string } {
  if (error instanceof ControlProblem) return { status: error.status, message: error.message };
  if (error instanceof z.ZodError) return { status: 400, message: z.prettifyError(error) };
  return { status: 500, message: String(error) };
}

function send(outgoing: ServerResponse, status: number, body: unknown): void {
  // A connection kept open would hold up a shutdown.
  outgoing.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  outgoing.end(`${JSON.stringify(body, null, 2)}\n`);
}
