import { assertNever } from '../assert-never.js';
import type { WrittenReply } from '../http/written-reply.js';

import type { Delays } from './delays.js';
import type { Fault } from './fault.js';
import type { Serving } from './serving.js';

/** What happens to the connection. */
export type Outcome =
  | { readonly kind: 'send'; readonly reply: WrittenReply }
  /** The head and half of the body, then the connection ends. */
  | { readonly kind: 'sendHalf'; readonly reply: WrittenReply }
  | { readonly kind: 'destroy' };

const HTML = '<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in</body></html>';

/** Serves a request that a fault hits. A kind says whether the request is acted on before. */
export async function applyFault(fault: Fault, serving: Serving, delays: Delays): Promise<Outcome> {
  switch (fault.kind) {
    case 'dropBefore':
      return { kind: 'destroy' };
    case 'dropAfter':
      serving.act();
      return { kind: 'destroy' };
    case 'dropMidBody':
      return { kind: 'sendHalf', reply: serving.act().written };
    case 'delay':
      return (await delays.wait(fault.seconds)) ? send(serving.act().written) : { kind: 'destroy' };
    case 'delayAfter': {
      const late = serving.act().written;
      return (await delays.wait(fault.seconds)) ? send(late) : { kind: 'destroy' };
    }
    case 'status':
      return send(serving.refuse(fault.code, fault.headers, fault.body));
    case 'statusAfter':
      serving.act();
      return send(serving.refuse(fault.code, fault.headers));
    case 'html':
      if (fault.acted) serving.act();
      return send({
        status: 200,
        headers: { 'Content-Type': 'text/html; charset=utf-8' },
        text: HTML,
      });
    case 'sessionExpired':
      serving.dropSession();
      return send(serving.refuse(401, {}));
    case 'sessionExpiredAfter': {
      const last = serving.act().written;
      serving.dropSession();
      return send(last);
    }
    case 'restart':
      if (fault.acted) serving.act();
      serving.restart();
      return { kind: 'destroy' };
    case 'truncated':
    case 'malformed':
    case 'wrongType':
    case 'hugeBody':
    case 'doctype':
    case 'unknownState':
      return send(serving.act().spoil(fault));
    case 'async':
    case 'asyncLost':
    case 'errors200':
      return send(serving.misbehave(fault));
    default:
      return assertNever(fault);
  }
}

function send(reply: WrittenReply): Outcome {
  return { kind: 'send', reply };
}
