import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';

import { assertNever } from '../assert-never.js';
import { applyFault, type Outcome } from '../faults/apply-fault.js';
import type { Delays } from '../faults/delays.js';
import type { FaultBook } from '../faults/fault-book.js';

import { requestName } from './dispatch.js';
import type { Manager } from './manager.js';
import { problemReply, reply, writeReply, type WrittenReply } from './reply.js';
import { readRequest } from './request.js';

export interface TlsPair {
  readonly key: string;
  readonly cert: string;
}

/** The server that looks like Enterprise Manager; not listening yet. */
export function createEmServer(
  manager: Manager,
  faults: FaultBook,
  delays: Delays,
  tls: TlsPair | null,
): Server {
  const listener = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    // A caller that breaks off while sending is no failure of the server.
    serve(manager, faults, delays, incoming, outgoing).catch(() => outgoing.destroy());
  };
  return tls === null ? createServer(listener) : createTlsServer({ ...tls }, listener);
}

async function serve(
  manager: Manager,
  faults: FaultBook,
  delays: Delays,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const outcome = await outcomeOf(manager, faults, delays, incoming);
  const date = new Date(manager.world.time.now()).toUTCString();
  switch (outcome.kind) {
    case 'send':
      writeHead(outgoing, outcome.reply, date);
      outgoing.end(outcome.reply.text);
      return;
    case 'sendHalf': {
      const bytes = Buffer.from(outcome.reply.text, 'utf8');
      writeHead(outgoing, outcome.reply, date);
      outgoing.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => outgoing.destroy());
      return;
    }
    case 'destroy':
      outgoing.destroy();
      return;
    default:
      assertNever(outcome);
  }
}

async function outcomeOf(
  manager: Manager,
  faults: FaultBook,
  delays: Delays,
  incoming: IncomingMessage,
): Promise<Outcome> {
  const { jsonCasing } = manager.world.scenario.switches;
  try {
    const request = await readRequest(incoming);
    manager.log.count(requestName(request));
    const fault = faults.take(request);
    if (fault !== null) return await applyFault(fault, manager, request, delays);
    return { kind: 'send', reply: writeReply(reply(manager, request), jsonCasing) };
  } catch (error) {
    return { kind: 'send', reply: writeReply(problemReply(error, 'xml'), jsonCasing) };
  }
}

function writeHead(
  outgoing: ServerResponse,
  { status, headers, text }: WrittenReply,
  date: string,
): void {
  outgoing.sendDate = false;
  outgoing.writeHead(status, {
    Date: date,
    ...(status === 204 ? {} : { 'Content-Length': Buffer.byteLength(text, 'utf8') }),
    ...headers,
  });
}
