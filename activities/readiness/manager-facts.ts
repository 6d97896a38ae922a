import { ClientError } from '../../clients/client-error.js';
import type { CallOptions } from '../../clients/enterprise-manager/options.js';
import type { FindingLevel, ReadinessFinding } from '../check-contract.js';
import type { EnterpriseManager } from '../dependencies.js';
import { finding } from './finding.js';

const API_VERSION = 'v1_7';

/** Whether Enterprise Manager speaks the version of the API that we speak. */
export async function managerVersion(
  target: string,
  server: EnterpriseManager,
  options: CallOptions,
): Promise<ReadinessFinding> {
  const versions = await versionsOrUntold(server, options);
  if (versions === null) {
    return finding(target, 'not-provable', 'the API versions: the server does not list them');
  }
  return versions.includes(API_VERSION)
    ? finding(target, 'ok', `the server speaks ${API_VERSION}`)
    : finding(
        target,
        'blocker',
        `the server speaks ${versions.join(', ')}, not ${API_VERSION}`,
        'Enterprise Manager 12 or 13 is needed',
      );
}

async function versionsOrUntold(
  server: EnterpriseManager,
  options: CallOptions,
): Promise<readonly string[] | null> {
  try {
    return await server.client.apiVersions(options);
  } catch (error) {
    if (error instanceof ClientError && error.kind === 'refused') return null;
    throw error;
  }
}

/** What a target's kind needs of the role, by the types of the logon session's links. */
const LISTS = {
  cloudFailoverPlan: 'CloudFailoverPlan',
  failoverPlan: 'FailoverPlan',
  vmReplicas: 'VmReplicaPoint',
  vAppReplicas: 'VAppReplicaPoint',
  cdpReplicas: 'CdpReplica',
} as const;

/** The session's links list only what the role may use (vendor's pages on logon sessions). */
export async function managerRole(
  target: string,
  kind: keyof typeof LISTS,
  server: EnterpriseManager,
  options: CallOptions,
): Promise<ReadinessFinding> {
  const { resources } = await server.client.logon(options);
  const wanted = LISTS[kind];
  const isListed = resources.some((type) => type.toLowerCase().startsWith(wanted.toLowerCase()));
  const level: FindingLevel = isListed ? 'ok' : 'not-provable';
  if (isListed) return finding(target, level, `the role may list ${wanted} resources`);
  return finding(
    target,
    level,
    `whether the role may start it: the logon session links no ${wanted} list`,
    kind === 'cdpReplicas'
      ? 'only a Portal Administrator may see CDP replicas'
      : 'Portal Administrator and Restore Operator may',
  );
}
