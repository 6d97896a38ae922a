import type { EnterpriseManagerClient } from '../clients/enterprise-manager/client.js';
import type { FollowedTasks } from './followed-tasks.js';
import type { UntracedSends } from './untraced-sends.js';

/** A server that this worker can reach. */
export interface Server {
  readonly client: EnterpriseManagerClient;
  /** How long the server may take to show a job that it accepted. */
  readonly evidenceLagSeconds: number;
  /** Throws an Error that names the reference when a secret is not there. */
  checkSecrets(): Promise<void>;
}

/** What the activities of one worker process share; the worker makes it. */
export interface Dependencies {
  /** Throws an Error whose message says what is wrong with the connection's configuration. */
  server(connection: string): Server;
  readonly engine: string;
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** Where run records are written as files. */
  readonly recordsFolder: string;
  /** The queue that this process alone serves: what follows its tasks comes here. */
  readonly processQueue: string;
  readonly followedTasks: FollowedTasks;
  readonly untraced: UntracedSends;
  /** Aborted when this worker begins to stop: what only waits ends at once, for another worker. */
  readonly stopping: AbortSignal;
}
