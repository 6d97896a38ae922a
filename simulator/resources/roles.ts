import type { Role } from '../scenario/scenario-schema.js';

/** What rights are given for. */
export type ResourceKey =
  | 'plainPlans'
  | 'cloudPlans'
  | 'failoverSessions'
  | 'restoreSessions'
  | 'replicas'
  | 'backupServers';

export type Right = 'read' | 'act' | 'edit';

const RANK: Readonly<Record<Right | 'none', number>> = { none: 0, read: 1, act: 2, edit: 3 };

// The vendor's page on security roles. Only its rows on what the simulator has.
const RIGHTS: Readonly<Record<Role, Readonly<Record<ResourceKey, Right | 'none'>>>> = {
  PortalAdministrator: {
    plainPlans: 'edit',
    cloudPlans: 'edit',
    failoverSessions: 'edit',
    restoreSessions: 'edit',
    replicas: 'edit',
    backupServers: 'edit',
  },
  PortalUser: {
    plainPlans: 'none',
    cloudPlans: 'none',
    failoverSessions: 'read',
    restoreSessions: 'edit',
    replicas: 'act',
    backupServers: 'read',
  },
  RestoreOperator: {
    plainPlans: 'act',
    cloudPlans: 'act',
    failoverSessions: 'read',
    restoreSessions: 'edit',
    replicas: 'act',
    backupServers: 'read',
  },
};

export function mayUse(role: Role, resource: ResourceKey, right: Right): boolean {
  return RANK[RIGHTS[role][resource]] >= RANK[right];
}

export function mayRead(role: Role, resource: ResourceKey): boolean {
  return mayUse(role, resource, 'read');
}
