import type { ClientError } from '../clients/client-error.js';
import type { CallOptions } from '../clients/transport/options.js';
import type { JsonObject } from '../plan/json.js';
import type { SendResult } from './contract.js';
import type { Pulse } from './pulse.js';

/** A result without the calls, which are added at the end. */
export type Result<T = SendResult> = T extends SendResult ? Omit<T, 'calls'> : never;

export interface SendOptions extends CallOptions {
  readonly pulse: Pulse;
  readonly progress: { mayHaveActed: boolean };
}

/** What proves that the server did not act (docs/once.md); null: it may have. */
export function clearRefusal(error: ClientError): Result | null {
  switch (error.kind) {
    case 'not-sent':
    case 'throttled':
      return refused(error.message, true, error.retryAfterSeconds);
    case 'session-lost':
      return refused(error.message, true, 1);
    case 'refused':
    case 'unauthorized':
      return refused(error.message, false, null);
    case 'unclear':
    case 'undecodable':
    case 'task-lost':
      return null;
  }
}

/** A look before sending failed: nothing was sent, and it is tried again unless that is hopeless. */
export function couldNotLook(error: ClientError): Result {
  const isFinal = error.kind === 'refused' || error.kind === 'unauthorized';
  return refused(`nothing was sent: ${error.message}`, !isFinal, error.retryAfterSeconds);
}

export function refused(
  message: string,
  resend: boolean,
  retryAfterSeconds: number | null,
): Result {
  return { kind: 'refused', resend, retryAfterSeconds, message };
}

export function notAllowed(message: string): Result {
  return { kind: 'not-allowed', message };
}

export function unclear(message: string, evidence: JsonObject, isCut: boolean): Result {
  return { kind: 'unclear', message, evidence, isCut };
}
