import type { Credentials, TlsOptions } from '../transport/options.js';

/** How calls are authorised. Secrets are asked for when they are needed. */
export type Auth =
  | { readonly kind: 'apiKey'; readonly key: () => Promise<string> }
  /** A user without a second factor; its tokens are renewed as they age. */
  | { readonly kind: 'password'; readonly credentials: () => Promise<Credentials> };

/** Everything a client needs; `url` is the server's, with or without `/api/v3`. */
export interface ServiceProviderConsoleOptions {
  /** The connection's name, for errors. */
  readonly name: string;
  readonly url: string;
  readonly tls: TlsOptions;
  /** How many requests may be under way at once. */
  readonly maxRequests: number;
  /** Requests are sent no faster than this; null or missing: as they come. */
  readonly requestsPerSecond?: number | null;
  /** For a whole call, connecting included. */
  readonly requestTimeoutSeconds: number;
  readonly auth: Auth;
  readonly onWarning?: (message: string) => void;
}
