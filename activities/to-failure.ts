import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure, TemporalFailure } from '@temporalio/common';
import { ClientError, type ClientErrorKind } from '../clients/client-error.js';

/** A read is asked again this often when its answer can't be understood: a proxy may be in between. */
const UNDECODABLE_TRIES = 3;

/** Failure types, as operators see them in Temporal. */
const TYPES: Readonly<Record<ClientErrorKind, string>> = {
  'not-sent': 'VeeamUnreachable',
  throttled: 'VeeamThrottled',
  refused: 'VeeamRefused',
  unauthorized: 'VeeamUnauthorized',
  'session-lost': 'VeeamSessionLost',
  'task-lost': 'VeeamTaskLost',
  unclear: 'VeeamUnclear',
  undecodable: 'VeeamUndecodable',
};

/** Errors that are no fault of a server, by their names. */
const NAMED: ReadonlyMap<string, string> = new Map([
  ['ConfigError', 'Configuration'],
  ['BadUrl', 'BadValue'],
]);

/**
 * Turns what a read threw into the failure that Temporal keeps: only the sentence goes in, never
 * the error itself, and the type decides whether Temporal asks again. `details` go with it.
 */
export function toFailure(error: unknown, details: readonly unknown[] = []): Error {
  if (error instanceof TemporalFailure) return error;
  if (error instanceof ClientError) {
    return ApplicationFailure.create({
      type: TYPES[error.kind],
      message: error.message,
      nonRetryable: !isWorthAnotherTry(error),
      details: [...details],
      ...(error.retryAfterSeconds === null
        ? {}
        : { nextRetryDelay: error.retryAfterSeconds * 1000 }),
    });
  }
  if (error instanceof Error && error.name === 'AbortError') return error;
  const message = error instanceof Error ? error.message : 'something that is no Error was thrown';
  return ApplicationFailure.create({
    type: (error instanceof Error ? NAMED.get(error.name) : undefined) ?? 'Unexpected',
    message,
    nonRetryable: true,
    details: [...details],
  });
}

function isWorthAnotherTry(error: ClientError): boolean {
  switch (error.kind) {
    case 'not-sent':
    case 'throttled':
    case 'unclear':
    case 'session-lost':
      return true;
    case 'undecodable':
      return activityInfo().attempt < UNDECODABLE_TRIES;
    case 'refused':
    case 'unauthorized':
    case 'task-lost':
      return false;
  }
}
