import type { CallRecord } from '../call-record.js';

/** Who logs on. Asked for at each logon; the password is kept only to be taken out of what is recorded. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** How the server's certificate is judged. */
export interface TlsOptions {
  /** A PEM file whose authorities replace the system's; null: the system's. */
  readonly caFile: string | null;
  /** true: any certificate is taken, so anyone in between can read and act. */
  readonly insecure: boolean;
}

/** What every method of a client takes as its last argument. */
export interface CallOptions {
  /**
   * Ends the call: the error is `not-sent` when nothing had left yet, else `unclear`. The caller
   * knows from its own signal that it was no fault of the server.
   */
  readonly signal?: AbortSignal;
  /**
   * Milliseconds since the epoch: no request of this call leaves after it, and the error is `not-sent`.
   * What has left by then is not cut.
   */
  readonly sendBefore?: number;
  /** Told of each HTTP call, logons too, when it is over. */
  readonly onCall?: (call: CallRecord) => void;
}
