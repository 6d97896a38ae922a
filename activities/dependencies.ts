import type { Delivery } from '../clients/delivery.js';
import type { EnterpriseManagerClient } from '../clients/enterprise-manager/client.js';
import type { ServiceProviderConsoleClient } from '../clients/service-provider-console/client.js';
import type { Redactor } from '../clients/transport/redact.js';
import type { EngineBuild } from '../plan/engine-build.js';
import type { Notice, RunEvent } from '../plan/notice.js';
import type { FollowedTasks } from './followed-tasks.js';
import type { ReplicaWatches } from './replica-watch.js';
import type { UntracedSends } from './untraced-sends.js';

interface ServerFacts {
  /** How long the server may take to show a job that it accepted. */
  readonly evidenceLagSeconds: number;
  /** Throws an Error that names the reference when a secret is not there. */
  checkSecrets(): Promise<void>;
}

/** An Enterprise Manager that this worker can reach. */
export interface EnterpriseManager extends ServerFacts {
  readonly type: 'enterprise-manager';
  readonly client: EnterpriseManagerClient;
}

/** A Service Provider Console that this worker can reach. */
export interface Console extends ServerFacts {
  readonly type: 'service-provider-console';
  readonly client: ServiceProviderConsoleClient;
  /** How long its data of the backup servers may be old. */
  readonly collectLagSeconds: number;
}

/** A server of `http:` steps and checks. */
export interface HttpServer {
  /** Requests stay below it. */
  readonly url: string;
  readonly tls: { readonly caFile: string | null; readonly insecure: boolean };
  readonly requestTimeoutSeconds: number;
  /** Resolved at the moment of use; throws an Error that names the reference that is not there. */
  headers(): Promise<{
    readonly headers: Readonly<Record<string, string>>;
    /** Of what this connection hides, now and a while ago. */
    readonly redactor: Redactor;
  }>;
}

/** A Veeam server that this worker can reach. */
export type Server = EnterpriseManager | Console;

/** A way to tell people, by the configuration. */
export interface Channel {
  readonly type: 'webhook' | 'slack' | 'email';
  readonly events: readonly RunEvent[];
  /** Sends once. Throws only an Error that names the reference of a secret that is not there. */
  send(notice: Notice, signal: AbortSignal): Promise<Delivery>;
}

/** What the activities of one worker process share; the worker makes it. */
export interface Dependencies {
  /** Throws an Error whose message says what is wrong with the connection's configuration. */
  server(connection: string): Server;
  /** As `server`; throws as well when the connection is of another type. */
  enterpriseManager(connection: string): EnterpriseManager;
  /** As `server`; throws as well when the connection is of another type. */
  console(connection: string): Console;
  /** Throws an Error when there is no connection of type http of this name. */
  http(connection: string): HttpServer;
  /** Throws an Error whose message says that there is no such channel. */
  channel(name: string): Channel;
  /** The names of all channels. */
  readonly channels: readonly string[];
  readonly build: EngineBuild;
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** Where run records are written as files. */
  readonly recordsFolder: string;
  /** The queue that this process alone serves: what follows its tasks comes here. */
  readonly processQueue: string;
  readonly followedTasks: FollowedTasks;
  readonly untraced: UntracedSends;
  /** What the followers of replicas in this process read together. */
  readonly watches: ReplicaWatches;
  /** Aborted when this worker begins to stop: what only waits ends at once, for another worker. */
  readonly stopping: AbortSignal;
}
