/** Where a secret is to be found. The secret itself is nowhere in a Config. */
export type SecretReference =
  | {
      readonly kind: 'env';
      readonly name: string;
      /** The key that holds the reference and its file, for errors. */
      readonly where: string;
    }
  | { readonly kind: 'file'; readonly path: string; readonly where: string };

/** A user name may stand in the file as it is. */
export type TextOrReference =
  { readonly kind: 'literal'; readonly value: string } | SecretReference;

/** TLS towards Temporal; paths are absolute. null: what the system trusts, no client certificate. */
export interface TemporalTls {
  readonly caFile: string | null;
  readonly certFile: string | null;
  readonly keyFile: string | null;
  readonly serverName: string | null;
}

export interface TemporalConfig {
  readonly address: string;
  readonly namespace: string;
  readonly taskQueue: string;
  /** null: no TLS. */
  readonly tls: TemporalTls | null;
  readonly apiKey: SecretReference | null;
}

export interface WorkerConfig {
  /** null: no health endpoint. */
  readonly healthPort: number | null;
  /** null: no metrics endpoint. */
  readonly metricsPort: number | null;
  /** Where each run's record is written at its end; absolute. */
  readonly recordsFolder: string;
}

/** What each run leaves for auditors. */
export interface EvidenceConfig {
  /** Where workers write the evidence of each run, once; absolute. null: they write none. */
  readonly folder: string | null;
  /** The private key that signs it. null: it is not signed. */
  readonly key: SecretReference | null;
}

export interface EnterpriseManagerConnection {
  readonly type: 'enterprise-manager';
  readonly name: string;
  readonly url: string;
  readonly username: TextOrReference;
  readonly password: SecretReference;
  readonly tls: { readonly caFile: string | null; readonly insecure: boolean };
  readonly maxRequests: number;
  readonly requestTimeoutSeconds: number;
  /** How long the server may take to show a job that it accepted. */
  readonly evidenceLagSeconds: number;
  /** What the user is on the server, in the operator's words; null: not said. */
  readonly role: string | null;
  /** The media type that is asked for. Missing: xml. */
  readonly wire?: 'xml' | 'json';
  /** Requests are sent no faster than this. null or missing: as they come. */
  readonly requestsPerSecond?: number | null;
  /** Whose the credentials are. Missing: a user of Enterprise Manager. */
  readonly account?: EnterpriseManagerAccount;
}

export type EnterpriseManagerAccount =
  | { readonly kind: 'user' }
  | { readonly kind: 'tenant' }
  | { readonly kind: 'organization'; readonly name: string };

/** How the Console is logged on to. */
export type ConsoleAuth =
  | { readonly kind: 'apiKey'; readonly key: SecretReference }
  | {
      readonly kind: 'password';
      readonly username: TextOrReference;
      readonly password: SecretReference;
    };

export interface ServiceProviderConsoleConnection {
  readonly type: 'service-provider-console';
  readonly name: string;
  readonly url: string;
  readonly auth: ConsoleAuth;
  readonly tls: { readonly caFile: string | null; readonly insecure: boolean };
  readonly maxRequests: number;
  /** Requests are sent no faster than this. null: as they come. */
  readonly requestsPerSecond: number | null;
  readonly requestTimeoutSeconds: number;
  /** How long the server may take to show a job that it accepted. */
  readonly evidenceLagSeconds: number;
  /** How long its data of the backup servers may be old. */
  readonly collectLagSeconds: number;
}

/** How a server of `http:` steps is authenticated to. */
export type HttpAuth =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'basic';
      readonly username: TextOrReference;
      readonly password: SecretReference;
    }
  | { readonly kind: 'bearer'; readonly token: SecretReference };

/** Any server that `http:` steps and checks speak to. */
export interface HttpConnection {
  readonly type: 'http';
  readonly name: string;
  /** Requests stay below it. */
  readonly url: string;
  readonly auth: HttpAuth;
  /** They go with each request. */
  readonly headers: ReadonlyMap<string, TextOrReference>;
  readonly tls: { readonly caFile: string | null; readonly insecure: boolean };
  readonly requestTimeoutSeconds: number;
}

export type ConnectionConfig =
  EnterpriseManagerConnection | ServiceProviderConsoleConnection | HttpConnection;

/** What a channel can be told of by itself; the order is that of a run. */
export const NOTIFICATION_EVENTS = ['started', 'waiting', 'degraded', 'failed', 'ended'] as const;

export type NotificationEvent = (typeof NOTIFICATION_EVENTS)[number];

interface NotificationChannel {
  readonly name: string;
  /** Empty: only `notify` steps use it. */
  readonly events: readonly NotificationEvent[];
  readonly tls: { readonly caFile: string | null; readonly insecure: boolean };
}

export interface HttpNotification extends NotificationChannel {
  readonly type: 'webhook' | 'slack';
  /** Who has it can post: it is a secret as a whole. */
  readonly url: SecretReference;
}

export interface EmailNotification extends NotificationChannel {
  readonly type: 'email';
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte. Otherwise STARTTLS, which must be had where there is a password. */
  readonly secure: boolean;
  readonly user: TextOrReference | null;
  readonly password: SecretReference | null;
  readonly from: string;
  readonly to: readonly string[];
}

export type NotificationConfig = HttpNotification | EmailNotification;

/** The checked configuration: the file, the environment over it, and defaults below. */
export interface Config {
  /** The file as it was named; null: there is none and everything is a default. */
  readonly file: string | null;
  /** Relative paths of the file are relative to this folder; absolute. */
  readonly folder: string;
  readonly temporal: TemporalConfig;
  readonly worker: WorkerConfig;
  readonly evidence: EvidenceConfig;
  readonly people: { readonly groups: ReadonlyMap<string, readonly string[]> };
  readonly connections: ReadonlyMap<string, ConnectionConfig>;
  readonly notifications: ReadonlyMap<string, NotificationConfig>;
  /** What is allowed but dangerous, a sentence each. */
  readonly warnings: readonly string[];
}
