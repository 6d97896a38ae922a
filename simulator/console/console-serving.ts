import { randomUUID } from 'node:crypto';

import type { ConsoleFault } from '../faults/fault.js';
import type { Serving } from '../faults/serving.js';
import type { EmRequest } from '../http/request.js';
import type { WrittenReply } from '../http/written-reply.js';

import { answerLater, callOf, requestId } from './act-once.js';
import type { Console } from './console.js';
import { answerConsole, throttled } from './console-dispatch.js';
import { ConsoleProblem, problemReply, type ProblemType } from './console-problem.js';
import { consoleReply, writeConsoleReply, type ConsoleReply } from './console-reply.js';
import { unauthorizedCaller } from './console-rights.js';
import { spoilConsole } from './spoil-console.js';

/** A request at the Console, as a fault meets it. */
export function consoleServing(console: Console, request: EmRequest): Serving {
  const act = (): ConsoleReply => answerConsole(console, request);
  return {
    act: () => {
      const acted = act();
      return {
        written: writeConsoleReply(acted),
        spoil: (fault) => spoilConsole(fault, acted),
      };
    },
    refuse: (code, headers, text) => refuse(console, code, headers, text),
    dropSession: () => {
      console.tokens.drop(request.headers.authorization);
    },
    restart: () => {
      console.tokens.clear();
      console.actions.clear();
    },
    misbehave: (fault) => writeConsoleReply(misbehave(console, request, fault, act)),
  };
}

const TYPES: ReadonlyMap<number, ProblemType> = new Map([
  [401, 'security'],
  [403, 'security'],
  [520, 'transport'],
]);

function refuse(
  console: Console,
  code: number,
  headers: Readonly<Record<string, string>>,
  text: string | undefined,
): WrittenReply {
  const written = writeConsoleReply(refusalOf(console, code));
  const withHeaders = { ...written, headers: { ...written.headers, ...headers } };
  return text === undefined ? withHeaders : { ...withHeaders, text };
}

function refusalOf(console: Console, code: number): ConsoleReply {
  if (code === 429) return throttled(console, console.spec.throttle?.retryAfter ?? 25);
  if (code === 401) return problemReply(unauthorizedCaller());
  const message = `Status ${code}, as the fault says.`;
  return problemReply(new ConsoleProblem(code, TYPES.get(code) ?? 'logical', message));
}

function misbehave(
  console: Console,
  request: EmRequest,
  fault: ConsoleFault,
  act: () => ConsoleReply,
): ConsoleReply {
  switch (fault.kind) {
    case 'async':
    case 'asyncLost':
      return later(console, request, fault.kind === 'asyncLost', act());
    case 'errors200': {
      if (fault.acted) act();
      const { error } = new ConsoleProblem(400, 'logical', 'An error, as the fault says.');
      return consoleReply(200, { errors: [error], data: {}, meta: null });
    }
  }
}

function later(
  console: Console,
  request: EmRequest,
  isLost: boolean,
  reply: ConsoleReply,
): ConsoleReply {
  const caller = console.tokens.caller(request.headers.authorization);
  if (caller === null || reply.status === 202) return reply;
  const id = requestId(request) ?? randomUUID();
  const call = callOf(operationOf(request), { request, caller });
  const given = answerLater(console, id, call, reply);
  if (isLost) console.actions.lose(id);
  return given;
}

function operationOf({ method, path }: EmRequest): string {
  const end = path?.split('/').at(-1);
  if (method === 'GET') return 'GetBackupFailoverPlans';
  if (method === 'PATCH') return 'PatchBackupFailoverPlan';
  return end === 'undo' ? 'UndoBackupFailoverPlan' : 'StartBackupFailoverPlan';
}
