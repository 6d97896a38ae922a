import type { CallOptions } from '../clients/enterprise-manager/options.js';
import type { CdpReplica, ReplicaPoint } from '../clients/enterprise-manager/resources.js';
import type { EnterpriseManager } from './dependencies.js';

/** Restore points of machines or vApps, newest first. Throws ClientError. */
export async function pointsOf(
  server: EnterpriseManager,
  kind: 'vmReplicas' | 'vAppReplicas',
  filter: { readonly machines?: readonly string[]; readonly before?: string },
  options: CallOptions,
): Promise<readonly ReplicaPoint[]> {
  const { replicas } = server.client;
  return kind === 'vmReplicas'
    ? await replicas.listVmReplicaPoints(filter, options)
    : await replicas.listVAppReplicaPoints(filter, options);
}

/** The CDP replicas of each connection, listed once: that takes a request per policy and vApp. */
export class CdpLists {
  readonly #lists = new Map<string, readonly CdpReplica[]>();

  async get(
    connection: string,
    server: EnterpriseManager,
    options: CallOptions,
  ): Promise<readonly CdpReplica[]> {
    const known = this.#lists.get(connection);
    if (known !== undefined) return known;
    const listed = await server.client.cdp.listCdpReplicas(options);
    this.#lists.set(connection, listed);
    return listed;
  }
}
