import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';

import { applyFault, type Outcome } from '../faults/apply-fault.js';
import type { Delays } from '../faults/delays.js';
import type { FaultBook } from '../faults/fault-book.js';

import { requestName } from './dispatch.js';
import { emServing } from './em-serving.js';
import type { Manager } from './manager.js';
import { problemReply, reply, writeReply } from './reply.js';
import { readRequest } from './request.js';
import { sendOutcome } from './send-outcome.js';

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
  sendOutcome(outgoing, outcome, manager.world.time.now());
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
    const fault = faults.take(request, 'enterpriseManager');
    if (fault !== null) return await applyFault(fault, emServing(manager, request), delays);
    return { kind: 'send', reply: writeReply(reply(manager, request), jsonCasing) };
  } catch (error) {
    return { kind: 'send', reply: writeReply(problemReply(error, 'xml'), jsonCasing) };
  }
}
