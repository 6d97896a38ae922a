import type { ClientErrorKind } from './client-error.js';

/** How much of a body a CallRecord keeps, in bytes of UTF-8, after redaction. */
export const KEPT_BODY = 8_000;

/** One HTTP call as evidence: what was sent, what came back, how long it took. */
export interface CallRecord {
  readonly operation: string;
  readonly method: string;
  /** Path and query, without the host. */
  readonly path: string;
  /** null: no answer came. */
  readonly status: number | null;
  /** ISO 8601 in UTC, by this machine's clock. */
  readonly startedAt: string;
  readonly milliseconds: number;
  /** null: the call did what it should. */
  readonly failure: ClientErrorKind | null;
  readonly requestBody: string | null;
  /** Redacted, at most 8 KB. */
  readonly responseBody: string | null;
  /** `sha256:` and the hex digest of the whole body as received; null: no body came. */
  readonly responseDigest: string | null;
  /** The server's own clock, from its Date header: ISO 8601 in UTC; null: it sent none. */
  readonly serverTime: string | null;
}
