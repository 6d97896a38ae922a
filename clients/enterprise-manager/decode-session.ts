import { timestamp, timestampOrNull } from '../transport/timestamp.js';
import { oneOf, wholeNumber } from '../transport/values.js';
import { parseBody } from './body.js';
import {
  child,
  entriesNamed,
  linkedId,
  optionalAttribute,
  optionalText,
  requiredAttribute,
  requiredText,
  resourceId,
  upLink,
} from './fields.js';
import type { CloudFailoverMachine, CloudFailoverSession, RestoreSession } from './resources.js';
import { SESSION_RESULTS, SESSION_STATES } from './resources.js';
import type { XmlElement } from './xml.js';

/** @throws DecodeError when it is not the full form of a cloud failover session. */
export function decodeCloudFailoverSession(body: string): CloudFailoverSession {
  return cloudFailoverSessionOf(parseBody(body, 'CloudFailoverSession'));
}

/** @throws DecodeError when it is not the full form of a restore session. */
export function decodeRestoreSession(body: string): RestoreSession {
  return restoreSessionOf(parseBody(body, 'RestoreSession'));
}

/** @throws DecodeError when the element is not a cloud failover session that we understand. */
export function cloudFailoverSessionOf(element: XmlElement): CloudFailoverSession {
  const tasks = child(element, 'CloudFailoverTasks');

  return {
    id: resourceId(element),
    name: requiredAttribute(element, 'Name'),
    jobType: requiredText(element, 'JobType'),
    ...course(element),
    failureMessage: optionalText(element, 'FailureMessage'),
    // Enterprise Manager gives the list and its items the same name.
    machines: tasks === null ? [] : entriesNamed(tasks, ['CloudFailoverTasks']).map(machineOf),
  };
}

/** @throws DecodeError when the element is not a restore session that we understand. */
export function restoreSessionOf(element: XmlElement): RestoreSession {
  return {
    id: resourceId(element),
    name: requiredAttribute(element, 'Name'),
    jobType: requiredText(element, 'JobType'),
    machine: optionalAttribute(element, 'VmDisplayName'),
    ...course(element),
  };
}

type Course = Pick<
  CloudFailoverSession,
  'backupServerId' | 'createdAt' | 'endedAt' | 'state' | 'result' | 'progress'
>;

/** What all kinds of sessions have. */
function course(element: XmlElement): Course {
  const server = upLink(element, 'BackupServer');
  const progress = optionalText(element, 'Progress');
  const where = element.name;

  return {
    backupServerId: linkedId(server),
    ...times(element),
    ...verdict(element),
    progress: progress === null ? null : wholeNumber(progress, 100, `${where}.Progress`),
  };
}

function times(element: XmlElement): { createdAt: string; endedAt: string | null } {
  const created = requiredText(element, 'CreationTimeUTC');
  const ended = optionalText(element, 'EndTimeUTC');

  return {
    createdAt: timestamp(created, `${element.name}.CreationTimeUTC`),
    endedAt: timestampOrNull(ended, `${element.name}.EndTimeUTC`),
  };
}

function verdict(element: XmlElement): Pick<Course, 'state' | 'result'> {
  const state = requiredText(element, 'State');
  const result = requiredText(element, 'Result');

  return {
    state: oneOf(state, SESSION_STATES, `${element.name}.State`),
    result: oneOf(result, SESSION_RESULTS, `${element.name}.Result`),
  };
}

function machineOf(element: XmlElement): CloudFailoverMachine {
  const { createdAt, endedAt } = times(element);
  const point = child(element, 'VmReplicaPointLink');

  return {
    name: requiredAttribute(element, 'VmName'),
    ...verdict(element),
    startedAt: createdAt,
    endedAt,
    message: optionalText(element, 'FailureMessage'),
    restorePoint: point === null ? null : optionalAttribute(point, 'Name'),
    restorePointId: linkedId(point),
    restorePointTime: null,
  };
}
