import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';

import { applyFault, type Outcome } from '../faults/apply-fault.js';
import type { Delays } from '../faults/delays.js';
import type { FaultBook } from '../faults/fault-book.js';
import type { TlsPair } from '../http/em-server.js';
import { RequestLog } from '../http/request-log.js';
import { readRequest } from '../http/request.js';
import { sendOutcome } from '../http/send-outcome.js';
import type { ConsoleSpec } from '../scenario/console-schema.js';
import type { World } from '../world/world.js';

import { AsyncActions } from './async-actions.js';
import type { Console } from './console.js';
import { answerConsole, consoleRequestName } from './console-dispatch.js';
import { problemReply } from './console-problem.js';
import { writeConsoleReply } from './console-reply.js';
import { consoleServing } from './console-serving.js';
import { planEntries } from './plan-entries.js';
import { Throttle } from './throttle.js';
import { Tokens } from './tokens.js';

/** Makes the Console of a scenario, over the same world as Enterprise Manager. */
export function makeConsole(world: World, spec: ConsoleSpec): Console {
  return {
    world,
    spec,
    entries: planEntries(world, spec),
    tokens: new Tokens(spec, world.time),
    actions: new AsyncActions(spec, world.time),
    throttle: new Throttle(spec.throttle, world.time),
    log: new RequestLog(),
  };
}

/** The server that looks like the Console; not listening yet. */
export function createConsoleServer(
  console: Console,
  faults: FaultBook,
  delays: Delays,
  tls: TlsPair | null,
): Server {
  const listener = (
    incoming: IncomingMessage,
    outgoing: Parameters<typeof sendOutcome>[0],
  ): void => {
    outcomeOf(console, faults, delays, incoming)
      .then((outcome) => {
        sendOutcome(outgoing, outcome, console.world.time.now());
      })
      // A caller that breaks off while sending is no failure of the server.
      .catch(() => outgoing.destroy());
  };
  return tls === null ? createServer(listener) : createTlsServer({ ...tls }, listener);
}

async function outcomeOf(
  console: Console,
  faults: FaultBook,
  delays: Delays,
  incoming: IncomingMessage,
): Promise<Outcome> {
  try {
    const request = await readRequest(incoming);
    console.log.count(consoleRequestName(request));
    const fault = faults.take(request, 'console');
    if (fault !== null) return await applyFault(fault, consoleServing(console, request), delays);
    return { kind: 'send', reply: writeConsoleReply(answerConsole(console, request)) };
  } catch (error) {
    return { kind: 'send', reply: writeConsoleReply(problemReply(error)) };
  }
}
