import {
  hrefGuid,
  oneOf,
  optionalAttribute,
  requiredAttribute,
  requiredText,
  resourceId,
  upLink,
} from './fields.js';
import type { CloudReplicaPoint } from './resources.js';
import { REPLICA_POINT_STATES } from './resources.js';
import { timestamp } from './timestamp.js';
import type { XmlElement } from './xml.js';

/** @throws DecodeError when the element is not a cloud replica's restore point. */
export function cloudReplicaPointOf(element: XmlElement): CloudReplicaPoint {
  const replica = upLink(element, 'CloudReplica');
  const server = upLink(element, 'BackupServer');
  const where = element.name;

  return {
    id: resourceId(element),
    machine: requiredAttribute(element, 'VmDisplayName'),
    replicaId: replica === null ? null : hrefGuid(replica),
    replicaName: replica === null ? null : optionalAttribute(replica, 'Name'),
    backupServerId: server === null ? null : hrefGuid(server),
    state: oneOf(requiredText(element, 'State'), REPLICA_POINT_STATES, `${where}.State`),
    createdAt: timestamp(requiredText(element, 'CreationTimeUTC'), `${where}.CreationTimeUTC`),
  };
}
