import type { Credentials, TlsOptions } from '../transport/options.js';

export type { CallOptions } from '../transport/options.js';

/** The media type that is asked for and sent. Whatever comes back is read by what it is. */
export type Wire = 'xml' | 'json';

/**
 * Who the credentials belong to: a user of Enterprise Manager, a cloud tenant, or a user of an
 * organization of VMware Cloud Director.
 */
export type Account =
  | { readonly kind: 'user' }
  | { readonly kind: 'tenant' }
  | { readonly kind: 'organization'; readonly name: string };

/** Everything a client needs; `url` is the server's, with or without `/api`. */
export interface EnterpriseManagerOptions {
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
  readonly credentials: () => Promise<Credentials>;
  /** Missing: XML. */
  readonly wire?: Wire;
  /** Missing: a user of Enterprise Manager. */
  readonly account?: Account;
  readonly onWarning?: (message: string) => void;
}
