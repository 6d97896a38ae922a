import type { Connection } from './connection.js';
import { replicaOf } from './decode-replica-point.js';
import type { ReplicaPointFilter } from './filters.js';
import { listingOf, readList } from './listing.js';
import type { CallOptions } from './options.js';
import { replicaPoints } from './replica-points.js';
import type { Replica, ReplicaPoint, Task } from './resources.js';
import { taskAction } from './task-action.js';

/**
 * Replicas of machines and vApps. The API can fail one over to a restore point; it has no undo and
 * no failback, and tells no state. Every method throws ClientError.
 */
export class Replicas {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** All replicas of all backup servers; vApps have theirs here too. */
  async listVmReplicas(options: CallOptions = {}): Promise<readonly Replica[]> {
    const list = {
      operation: 'listVmReplicas',
      item: 'Replica',
      decode: replicaOf,
      query: null,
      collection: '/replicas',
    };

    return readList(list, listingOf(this.#connection, options));
  }

  /** Restore points of machines, newest first. */
  async listVmReplicaPoints(
    filter: ReplicaPointFilter = {},
    options: CallOptions = {},
  ): Promise<readonly ReplicaPoint[]> {
    return replicaPoints('vm', filter, listingOf(this.#connection, options));
  }

  /** Restore points of vApps, newest first. */
  async listVAppReplicaPoints(
    filter: ReplicaPointFilter = {},
    options: CallOptions = {},
  ): Promise<readonly ReplicaPoint[]> {
    return replicaPoints('vApp', filter, listingOf(this.#connection, options));
  }

  /** Fails a machine over to a restore point for real. Not repeatable, and not undone by this API. */
  async failoverVmReplicaPoint(id: string, options: CallOptions = {}): Promise<Task> {
    return this.#failover('failoverVmReplicaPoint', '/vmReplicaPoints', id, options);
  }

  /** As `failoverVmReplicaPoint`, for a vApp with all its machines. */
  async failoverVAppReplicaPoint(id: string, options: CallOptions = {}): Promise<Task> {
    return this.#failover('failoverVAppReplicaPoint', '/vAppReplicaPoints', id, options);
  }

  async #failover(
    operation: string,
    collection: string,
    id: string,
    options: CallOptions,
  ): Promise<Task> {
    const call = taskAction({
      operation,
      path: `${collection}/${encodeURIComponent(id)}?action=failover`,
      // There is no body to send, but a Content-Type goes with it as with plans.
      body: '',
      expected: 'StartReplicaFailover',
    });

    return this.#connection.calls.mutate(call, options);
  }
}
