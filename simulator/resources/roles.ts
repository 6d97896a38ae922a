import type { Role } from '../scenario/scenario-schema.js';

/** What rights are given for. */
export type ResourceKey =
  | 'plainPlans'
  | 'cloudPlans'
  | 'failoverSessions'
  | 'restoreSessions'
  | 'replicas'
  | 'cloudReplicas'
  | 'cdpReplicas'
  | 'backupServers';

/** The roles of people, and that of a tenant who logged on with a LoginSpec. */
export type CallerRole = Role | 'Tenant';

export type Right = 'read' | 'act' | 'edit';

const RANK: Readonly<Record<Right | 'none', number>> = { none: 0, read: 1, act: 2, edit: 3 };

// The vendor's page on security roles. Only its rows on what the simulator has.
const RIGHTS: Readonly<Record<CallerRole, Readonly<Record<ResourceKey, Right | 'none'>>>> = {
  PortalAdministrator: {
    plainPlans: 'edit',
    cloudPlans: 'edit',
    failoverSessions: 'edit',
    restoreSessions: 'edit',
    replicas: 'edit',
    cloudReplicas: 'edit',
    cdpReplicas: 'edit',
    backupServers: 'edit',
  },
  PortalUser: {
    plainPlans: 'none',
    cloudPlans: 'none',
    failoverSessions: 'read',
    restoreSessions: 'edit',
    replicas: 'act',
    cloudReplicas: 'read',
    cdpReplicas: 'none',
    backupServers: 'read',
  },
  RestoreOperator: {
    plainPlans: 'act',
    cloudPlans: 'act',
    failoverSessions: 'read',
    restoreSessions: 'edit',
    replicas: 'act',
    cloudReplicas: 'read',
    cdpReplicas: 'none',
    backupServers: 'read',
  },
  Tenant: {
    plainPlans: 'none',
    cloudPlans: 'act',
    failoverSessions: 'none',
    restoreSessions: 'none',
    replicas: 'none',
    cloudReplicas: 'read',
    cdpReplicas: 'none',
    backupServers: 'none',
  },
};

export function mayUse(role: CallerRole, resource: ResourceKey, right: Right): boolean {
  return RANK[RIGHTS[role][resource]] >= RANK[right];
}

export function mayRead(role: CallerRole, resource: ResourceKey): boolean {
  return mayUse(role, resource, 'read');
}
