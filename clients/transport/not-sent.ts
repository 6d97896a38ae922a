import { ClientError, isKind } from '../client-error.js';
import type { Request } from './exchange.js';

/**
 * What becomes of a mutation whose preparation (a logon, a look before it) failed: where that is
 * unclear, the mutation is not: it was never sent. A clear failure says enough by itself.
 */
export function asNotSent(
  error: unknown,
  call: { readonly operation: string; readonly method: Request['method']; readonly path: unknown },
): unknown {
  const isUnclear = isKind(error, 'unclear') || isKind(error, 'undecodable');
  if (!isUnclear) return error;
  const prefix = /^\/api(?:\/v3)?/.exec(error.path)?.[0] ?? '';

  return new ClientError({
    ...error.facts,
    kind: 'not-sent',
    message: `${error.connection}: ${call.operation} was not sent, for ${error.message}`,
    operation: call.operation,
    method: call.method,
    path: typeof call.path === 'string' ? `${prefix}${call.path}` : error.path,
    status: null,
    retryAfterSeconds: null,
  });
}
