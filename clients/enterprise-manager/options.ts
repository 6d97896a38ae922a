import type { CallRecord } from '../call-record.js';

/** Who logs on. Asked for at each logon and not kept. */
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

/** Everything a client needs; `url` is the server's, with or without `/api`. */
export interface EnterpriseManagerOptions {
  /** The connection's name, for errors. */
  readonly name: string;
  readonly url: string;
  readonly tls: TlsOptions;
  /** How many requests may be under way at once. */
  readonly maxRequests: number;
  /** For a whole call, connecting included. */
  readonly requestTimeoutSeconds: number;
  readonly credentials: () => Promise<Credentials>;
  readonly onWarning?: (message: string) => void;
}

/** What every method takes as its last argument. */
export interface CallOptions {
  /**
   * Ends the call: the error is `not-sent` when nothing had left yet, else `unclear`. The caller
   * knows from its own signal that it was no fault of the server.
   */
  readonly signal?: AbortSignal;
  /** Told of each HTTP call, logons too, when it is over. */
  readonly onCall?: (call: CallRecord) => void;
}
