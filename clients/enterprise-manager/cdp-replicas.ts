import { expectSame } from '../transport/expect-same.js';
import { cdpFailoverBody, cdpPath, intervalsRequest } from './cdp-requests.js';
import type { Connection } from './connection.js';
import type { CdpEntry } from './decode-cdp.js';
import { decodeCdpEntity, decodeCdpIntervals, decodeCdpPage } from './decode-cdp.js';
import { checkedPage, ownId, readPages } from './lists.js';
import type { CallOptions } from './options.js';
import { collectionPath } from './requests.js';
import type { CdpFailoverSpec, CdpIntervals, CdpReplica, CdpTarget, Task } from './resources.js';
import { taskAction } from './task-action.js';

type CdpType = Parameters<typeof decodeCdpPage>[1];

/**
 * Replicas made by policies of continuous data protection. Only Portal Administrators see them
 * (vendor's roles). There is no undo in this API. Every method throws ClientError.
 */
export class CdpReplicas {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** All machines and vApps that CDP policies protect: one request more for each policy and vApp. */
  async listCdpReplicas(options: CallOptions = {}): Promise<readonly CdpReplica[]> {
    const policies = await this.#list('/cdpReplicas', 'CdpReplica', options);
    const found: CdpReplica[] = [];
    for (const entry of policies) {
      const policy = await this.#whole(entry, '/cdpReplicas', 'CdpReplica', options);
      const path = `/cdpReplicas/${entry.id}/vms`;
      for (const vm of await this.#list(path, 'CdpReplicaVm', options)) {
        const { policyId, policyName } = vm.isReference ? policy : vm;
        found.push({ kind: 'vm', ...factsOf(vm), policyId, policyName, replicaId: entry.id });
      }
    }
    const vApps = '/cdpReplica/vApps';
    for (const entry of await this.#list(vApps, 'VAppCdpReplica', options)) {
      const vApp = await this.#whole(entry, vApps, 'VAppCdpReplica', options);
      found.push({ kind: 'vApp', ...factsOf(vApp) });
    }

    return found;
  }

  /** The moments between two times that a replica can be failed over to. Changes nothing. */
  async cdpIntervals(
    target: CdpTarget,
    span: { readonly from: string; readonly to: string },
    options: CallOptions = {},
  ): Promise<CdpIntervals> {
    return this.#connection.calls.read(
      {
        operation: 'cdpIntervals',
        path: cdpPath(target, 'intervals'),
        ...intervalsRequest(span),
        mutates: false,
        decode: decodeCdpIntervals,
      },
      options,
    );
  }

  /** Fails a machine over for real. Not repeatable, and not undone by this API. */
  async failoverCdpVm(
    target: { readonly replicaId: string; readonly id: string },
    spec: CdpFailoverSpec,
    options: CallOptions = {},
  ): Promise<Task> {
    return this.#failover('failoverCdpVm', { kind: 'vm', ...target }, spec, options);
  }

  /** As `failoverCdpVm`, for a vApp with all its machines. */
  async failoverCdpVApp(
    id: string,
    spec: CdpFailoverSpec,
    options: CallOptions = {},
  ): Promise<Task> {
    return this.#failover('failoverCdpVApp', { kind: 'vApp', id }, spec, options);
  }

  async #failover(
    operation: string,
    target: CdpTarget,
    spec: CdpFailoverSpec,
    options: CallOptions,
  ): Promise<Task> {
    const { calls, wire } = this.#connection;
    const body = cdpFailoverBody(wire, spec);
    const path = cdpPath(target, 'failover');

    return calls.mutate(taskAction({ operation, path, body, expected: 'StartFailover' }), options);
  }

  async #list(path: string, type: CdpType, options: CallOptions): Promise<readonly CdpEntry[]> {
    return readPages(ownId, (asked) =>
      this.#connection.calls.read(
        {
          operation: 'listCdpReplicas',
          path: collectionPath(path, asked.number),
          body: null,
          decode: (body) => checkedPage(decodeCdpPage(body, type, asked.number), ownId, asked),
        },
        options,
      ),
    );
  }

  /** The entity behind a reference: these lists are documented as lists of references only. */
  async #whole(
    entry: CdpEntry,
    collection: string,
    type: CdpType,
    options: CallOptions,
  ): Promise<CdpEntry> {
    if (!entry.isReference) return entry;

    return this.#connection.calls.read(
      {
        operation: 'listCdpReplicas',
        path: `${collection}/${entry.id}?format=Entity`,
        body: null,
        decode: (body) => expectSame(decodeCdpEntity(body, type), 'id', entry.id),
      },
      options,
    );
  }
}

function factsOf(entry: CdpEntry): Omit<CdpEntry, 'isReference'> {
  const { id, name, policyId, policyName, backupServerId, backupServerName } = entry;

  return { id, name, policyId, policyName, backupServerId, backupServerName };
}
