import type { JsonObject } from '../plan/json.js';
import type { FailureRecord } from '../plan/run-record.js';
import type { ResolveChoice } from '../plan/steering.js';

/** Why this attempt is made: the first, or a person's choice after a pause. */
export type AttemptCause = 'first' | 'retry' | ResolveChoice;

/** How one attempt of a step ended; what follows from it is decided in `step.ts`. */
export type Verdict =
  | { readonly kind: 'done'; readonly outcome: 'succeeded' | 'degraded' | 'skipped' | 'ignored' }
  | { readonly kind: 'failed'; readonly error: FailureRecord }
  | { readonly kind: 'cancelled' }
  | {
      readonly kind: 'unknown';
      readonly error: FailureRecord;
      readonly evidence: JsonObject;
      /** What a person may choose; missing: adopt, resend or skip. */
      readonly choices?: readonly ResolveChoice[];
    };

export function failed(type: string, message: string): Verdict {
  return { kind: 'failed', error: { type, message } };
}

export function unknown(
  type: string,
  message: string,
  evidence: JsonObject,
): Extract<Verdict, { readonly kind: 'unknown' }> {
  return { kind: 'unknown', error: { type, message }, evidence };
}
