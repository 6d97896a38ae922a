import { timestamp } from '../transport/timestamp.js';
import { oneOf } from '../transport/values.js';
import {
  linkedId,
  optionalAttribute,
  optionalText,
  requiredAttribute,
  requiredText,
  resourceId,
  upLink,
} from './fields.js';
import type { CloudReplicaPoint, Replica, ReplicaPoint } from './resources.js';
import { REPLICA_POINT_STATES } from './resources.js';
import type { XmlElement } from './xml.js';

/** @throws DecodeError when the element is not a cloud replica's restore point. */
export function cloudReplicaPointOf(element: XmlElement): CloudReplicaPoint {
  const replica = upLink(element, 'CloudReplica');
  const server = upLink(element, 'BackupServer');
  const where = element.name;

  return {
    id: resourceId(element),
    machine: requiredAttribute(element, 'VmDisplayName'),
    replicaId: linkedId(replica),
    replicaName: replica === null ? null : optionalAttribute(replica, 'Name'),
    backupServerId: linkedId(server),
    state: oneOf(requiredText(element, 'State'), REPLICA_POINT_STATES, `${where}.State`),
    createdAt: timestamp(requiredText(element, 'CreationTimeUTC'), `${where}.CreationTimeUTC`),
  };
}

/** @throws DecodeError when the element is not a machine's restore point. */
export function vmReplicaPointOf(element: XmlElement): ReplicaPoint {
  return pointOf(element, requiredAttribute(element, 'VmDisplayName'));
}

/** @throws DecodeError when the element is not a vApp's restore point. */
export function vAppReplicaPointOf(element: XmlElement): ReplicaPoint {
  return pointOf(element, requiredAttribute(element, 'VAppDisplayName'));
}

/** @throws DecodeError when the element is not a replica. */
export function replicaOf(element: XmlElement): Replica {
  const server = upLink(element, 'BackupServer');

  return {
    id: resourceId(element),
    name: requiredAttribute(element, 'Name'),
    platform: optionalText(element, 'Platform'),
    backupServerId: linkedId(server),
    backupServerName: server === null ? null : optionalAttribute(server, 'Name'),
  };
}

function pointOf(element: XmlElement, machine: string): ReplicaPoint {
  const replica = upLink(element, 'Replica');
  const server = upLink(element, 'BackupServer');
  const where = `${element.name}.CreationTimeUTC`;

  return {
    id: resourceId(element),
    name: requiredAttribute(element, 'Name'),
    machine,
    replicaId: linkedId(replica),
    replicaName: replica === null ? null : optionalAttribute(replica, 'Name'),
    backupServerId: linkedId(server),
    backupServerName: server === null ? null : optionalAttribute(server, 'Name'),
    createdAt: timestamp(requiredText(element, 'CreationTimeUTC'), where),
  };
}
