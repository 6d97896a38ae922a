import { assertNever } from '../assert-never.js';
import type { Manager } from '../http/manager.js';
import { problemReply, reply, writeReply, type Reply, type WrittenReply } from '../http/reply.js';
import { sessionToken, type EmRequest } from '../http/request.js';
import { acceptedType } from '../wire/media-type.js';
import { HttpProblem, unauthorized } from '../wire/http-problem.js';

import type { Delays } from './delays.js';
import type { Fault } from './fault.js';
import { spoil } from './spoil.js';

/** What happens to the connection. */
export type Outcome =
  | { readonly kind: 'send'; readonly reply: WrittenReply }
  /** The head and half of the body, then the connection ends. */
  | { readonly kind: 'sendHalf'; readonly reply: WrittenReply }
  | { readonly kind: 'destroy' };

const HTML = '<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in</body></html>';

/** Serves a request that a fault hits. A kind says whether the request is acted on before. */
export async function applyFault(
  fault: Fault,
  manager: Manager,
  request: EmRequest,
  delays: Delays,
): Promise<Outcome> {
  const act = (): Reply => reply(manager, request);
  const write = (one: Reply): WrittenReply =>
    writeReply(one, manager.world.scenario.switches.jsonCasing);
  const send = (one: Reply): Outcome => ({ kind: 'send', reply: write(one) });
  switch (fault.kind) {
    case 'dropBefore':
      return { kind: 'destroy' };
    case 'dropAfter':
      act();
      return { kind: 'destroy' };
    case 'dropMidBody':
      return { kind: 'sendHalf', reply: write(act()) };
    case 'delay':
      return (await delays.wait(fault.seconds)) ? send(act()) : { kind: 'destroy' };
    case 'delayAfter': {
      const late = act();
      return (await delays.wait(fault.seconds)) ? send(late) : { kind: 'destroy' };
    }
    case 'status':
      return { kind: 'send', reply: statusReply(fault, request, manager) };
    case 'statusAfter':
      act();
      return { kind: 'send', reply: statusReply({ ...fault, body: undefined }, request, manager) };
    case 'html':
      if (fault.acted) act();
      return {
        kind: 'send',
        reply: { status: 200, headers: { 'Content-Type': 'text/html; charset=utf-8' }, text: HTML },
      };
    case 'sessionExpired':
      dropSession(manager, request);
      return send(problemReply(unauthorized(), acceptedType(request.headers.accept)));
    case 'sessionExpiredAfter': {
      const last = act();
      dropSession(manager, request);
      return send(last);
    }
    case 'restart':
      if (fault.acted) act();
      manager.logons.restart();
      return { kind: 'destroy' };
    case 'truncated':
    case 'malformed':
    case 'wrongType':
    case 'hugeBody':
    case 'doctype':
    case 'unknownState':
      return { kind: 'send', reply: spoil(fault, act(), write) };
    default:
      return assertNever(fault);
  }
}

function dropSession(manager: Manager, request: EmRequest): void {
  manager.logons.drop(sessionToken(request) ?? '');
}

interface StatusFault {
  readonly code: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

function statusReply(fault: StatusFault, request: EmRequest, manager: Manager): WrittenReply {
  const problem = new HttpProblem(fault.code, `Status ${fault.code}, as the fault says.`, {
    headers: fault.headers,
  });
  const written = writeReply(
    problemReply(problem, acceptedType(request.headers.accept)),
    manager.world.scenario.switches.jsonCasing,
  );
  return fault.body === undefined ? written : { ...written, text: fault.body };
}
