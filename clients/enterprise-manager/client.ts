import { expectSame } from '../transport/expect-same.js';
import { Semaphore } from '../transport/semaphore.js';
import { CdpReplicas } from './cdp-replicas.js';
import { cloudPlanIncludes, collectBackupServer, deleteFinishedTask } from './chores.js';
import { Connection } from './connection.js';
import { decodePlan } from './decode-plan.js';
import { decodeCloudFailoverSession, decodeRestoreSession } from './decode-session.js';
import type { CloudSessionFilter, PlanFilter, RestoreSessionFilter } from './filters.js';
import type { Listing } from './listing.js';
import {
  backupServers,
  cloudFailoverSessions,
  cloudReplicaPoints,
  listingOf,
  listPlans,
  restoreSessions,
} from './listing.js';
import type { CallOptions, EnterpriseManagerOptions } from './options.js';
import type { PlanAction } from './plan-action.js';
import { actionCall } from './plan-action.js';
import { Replicas } from './replicas.js';
import { plansPath } from './requests.js';
import type {
  BackupServer,
  CloudFailoverSession,
  CloudPlanMachine,
  CloudReplicaPoint,
  FailoverPlan,
  LogonInfo,
  ReplicaPointState,
  RestoreSession,
  Task,
} from './resources.js';
import { apiVersions, mayQuery, serverTime } from './server-facts.js';
import type { OwnTasks } from './tasks.js';
import { getTask, listTasks } from './tasks.js';

/**
 * One Enterprise Manager, spoken to over its REST API v1_7 within one logon session. It
 * retries nothing but a read whose session is lost (once, after a new logon). Every method
 * throws ClientError, whose kind says what the failure proves.
 */
export class EnterpriseManagerClient {
  readonly replicas: Replicas;
  readonly cdp: CdpReplicas;
  readonly #connection: Connection;
  readonly #startLock = new Semaphore(1);

  constructor(options: EnterpriseManagerOptions) {
    this.#connection = new Connection(options);
    this.replicas = new Replicas(this.#connection);
    this.cdp = new CdpReplicas(this.#connection);
  }

  /** The id of the present logon session, which is not its token; null: not logged on. */
  get logonSessionId(): string | null {
    return this.#connection.sessions.present?.info.sessionId ?? null;
  }

  /** Logs on unless it is done; who we are, and what the role may use. */
  async logon(options: CallOptions = {}): Promise<LogonInfo> {
    const session = await this.#connection.sessions.use(options);

    return session.info;
  }

  /** The API versions that the server speaks; needs no logon. */
  async apiVersions(options: CallOptions = {}): Promise<readonly string[]> {
    return apiVersions(this.#connection.caller, options);
  }

  /** The server's own clock (its Date header, to the second). */
  async serverTime(options: CallOptions = {}): Promise<string> {
    return serverTime(this.#connection.calls, options);
  }

  /** Whether the role may use the query service; where not, lists are read whole. */
  async mayQuery(options: CallOptions = {}): Promise<boolean> {
    return mayQuery(this.#connection.calls, options);
  }

  async listBackupServers(options: CallOptions = {}): Promise<readonly BackupServer[]> {
    return backupServers(this.#listing(options));
  }

  /**
   * Runs one piece of work after the other: tasks carry no plan id, so between a baseline and the
   * clear end of a start no other start may happen in this logon session. Not reentrant.
   */
  async withStartLock<T>(work: () => Promise<T>): Promise<T> {
    return this.#startLock.run(work);
  }

  /** Says that a task is followed: the session is kept warm and not logged off until `done`. */
  followingTask(): { done(): void } {
    return this.#connection.tasks.follow();
  }

  async listFailoverPlans(
    filter: Omit<PlanFilter, 'tenant'> = {},
    options: CallOptions = {},
  ): Promise<readonly FailoverPlan[]> {
    return listPlans('failoverPlan', filter, this.#listing(options));
  }

  async getFailoverPlan(id: string, options: CallOptions = {}): Promise<FailoverPlan> {
    const what = { operation: 'getFailoverPlan', path: plansPath('failoverPlan'), id };

    return this.#read(what, (body) => decodePlan(body, 'failoverPlan'), options);
  }

  async listCloudFailoverPlans(
    filter: PlanFilter = {},
    options: CallOptions = {},
  ): Promise<readonly FailoverPlan[]> {
    return listPlans('cloudFailoverPlan', filter, this.#listing(options));
  }

  async getCloudFailoverPlan(id: string, options: CallOptions = {}): Promise<FailoverPlan> {
    const what = { operation: 'getCloudFailoverPlan', path: plansPath('cloudFailoverPlan'), id };

    return this.#read(what, (body) => decodePlan(body, 'cloudFailoverPlan'), options);
  }

  /** Fails a plan over for real, to the newest points or the newest before a time. Not repeatable. */
  async startFailoverPlan(
    id: string,
    start: { readonly before: string | null },
    options: CallOptions = {},
  ): Promise<Task> {
    return this.#act({ kind: 'failoverPlan', verb: 'start', id, before: start.before }, options);
  }

  /** Undoes a plan: what changed on the replicas since the failover is discarded. */
  async undoFailoverPlan(id: string, options: CallOptions = {}): Promise<Task> {
    return this.#act({ kind: 'failoverPlan', verb: 'undo', id }, options);
  }

  /** Fails a cloud plan over for real. Not repeatable. */
  async startCloudFailoverPlan(
    id: string,
    start: { readonly before: string | null },
    options: CallOptions = {},
  ): Promise<Task> {
    return this.#act(
      { kind: 'cloudFailoverPlan', verb: 'start', id, before: start.before },
      options,
    );
  }

  /** Rehearses a cloud plan; production is not switched. Its task says StartCloudFailoverPlan. */
  async testCloudFailoverPlan(id: string, options: CallOptions = {}): Promise<Task> {
    return this.#act({ kind: 'cloudFailoverPlan', verb: 'test', id }, options);
  }

  /** Undoes the last session of a cloud plan, whoever started it. */
  async undoCloudFailoverPlan(id: string, options: CallOptions = {}): Promise<Task> {
    return this.#act({ kind: 'cloudFailoverPlan', verb: 'undo', id }, options);
  }

  /** The tasks of the present logon session, and which one that is. */
  async listTasks(options: CallOptions = {}): Promise<OwnTasks> {
    return listTasks(this.#connection, options);
  }

  /**
   * A task of a logon session. In another session its id may name another task, so the server is
   * asked only when that session is still the present one.
   *
   * @throws ClientError of kind `task-lost` when it is not, or the server no longer knows it.
   */
  async getTask(taskId: string, logonSessionId: string, options: CallOptions = {}): Promise<Task> {
    return getTask(this.#connection, taskId, logonSessionId, options);
  }

  /**
   * Removes a finished task, as clean-up. One that is not Finished is refused here: some pages say
   * that this would stop it.
   *
   * @throws ClientError of kind `task-lost` as `getTask`.
   */
  async deleteTask(
    taskId: string,
    logonSessionId: string,
    options: CallOptions = {},
  ): Promise<void> {
    return deleteFinishedTask(this.#connection, taskId, logonSessionId, options);
  }

  /** Has Enterprise Manager collect a backup server's data, which it else does every 15 minutes. */
  async collect(backupServerId: string, options: CallOptions = {}): Promise<Task> {
    return collectBackupServer(this.#connection, backupServerId, options);
  }

  /** The machines of a cloud plan, in the order in which it starts them. */
  async listCloudPlanIncludes(
    id: string,
    options: CallOptions = {},
  ): Promise<readonly CloudPlanMachine[]> {
    return cloudPlanIncludes(this.#connection, id, options);
  }

  /** The sessions of a cloud plan of this name, newest first. */
  async listCloudFailoverSessions(
    filter: CloudSessionFilter,
    options: CallOptions = {},
  ): Promise<readonly CloudFailoverSession[]> {
    return cloudFailoverSessions(filter, this.#listing(options));
  }

  async getCloudFailoverSession(
    id: string,
    options: CallOptions = {},
  ): Promise<CloudFailoverSession> {
    const what = { operation: 'getCloudFailoverSession', path: '/cloud/failoverSessions', id };

    return this.#read(what, decodeCloudFailoverSession, options);
  }

  /** Restore sessions created at a time or later, newest first; null: those of the last 30 days. */
  async listRestoreSessions(
    filter: RestoreSessionFilter,
    options: CallOptions = {},
  ): Promise<readonly RestoreSession[]> {
    return restoreSessions(filter, this.#listing(options));
  }

  async getRestoreSession(id: string, options: CallOptions = {}): Promise<RestoreSession> {
    const what = { operation: 'getRestoreSession', path: '/restoreSessions', id };

    return this.#read(what, decodeRestoreSession, options);
  }

  /** Restore points of cloud replicas, newest first, of these states or all. May be stale. */
  async listCloudReplicaPoints(
    filter: { readonly states?: readonly ReplicaPointState[] } = {},
    options: CallOptions = {},
  ): Promise<readonly CloudReplicaPoint[]> {
    return cloudReplicaPoints(filter.states ?? [], this.#listing(options));
  }

  /**
   * Logs off, unless a task is still followed (it would be lost), and ends all connections. Takes
   * 5 seconds at most, never throws, and may be called again.
   */
  async close(): Promise<void> {
    return this.#connection.close();
  }

  #read<T extends { readonly id: string }>(
    what: { readonly operation: string; readonly path: string; readonly id: string },
    decode: (body: string) => T,
    options: CallOptions,
  ): Promise<T> {
    return this.#connection.calls.read(
      {
        operation: what.operation,
        path: `${what.path}/${encodeURIComponent(what.id)}?format=Entity`,
        body: null,
        decode: (body) => expectSame(decode(body), 'id', what.id.toLowerCase()),
      },
      options,
    );
  }

  #act(action: PlanAction, options: CallOptions): Promise<Task> {
    return this.#connection.calls.mutate(actionCall(action, this.#connection.wire), options);
  }

  #listing(options: CallOptions): Listing {
    return listingOf(this.#connection, options);
  }
}
