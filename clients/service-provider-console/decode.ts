import { DecodeError } from '../transport/decode-error.js';
import { oneOf } from '../transport/values.js';
import type { JsonObject } from './json-fields.js';
import {
  objectOf,
  objectsIn,
  optionalObject,
  optionalText,
  optionalTime,
  optionalUuid,
  parseObject,
  requiredCount,
  requiredText,
  requiredTime,
  requiredUuid,
  verbatimText,
} from './json-fields.js';
import type {
  AsyncAction,
  SpcBackupServer,
  SpcFailoverPlan,
  SpcPlanObject,
  SpcUser,
} from './resources.js';
import {
  ACTION_STATUSES,
  LAST_SESSION_STATUSES,
  OBJECT_STATUSES,
  PLAN_STATUSES,
  PLAN_TYPES,
} from './resources.js';

/** The one resource of an answer. @throws DecodeError when there is none. */
export function decodeItem<T>(body: string, decode: (object: JsonObject) => T): T {
  const answer = parseObject(body, 'the answer');

  return decode(objectOf(answer.members.get('data'), 'data'));
}

/** One page of a list. */
export interface ListPage<T> {
  readonly items: readonly T[];
  /** How many there are on all pages; null: the server does not page this list. */
  readonly total: number | null;
}

/** @throws DecodeError when it is no list, or one of its entries is not understood. */
export function decodeList<T>(
  body: string,
  decode: (object: JsonObject) => T,
  offset: number,
): ListPage<T> {
  const answer = parseObject(body, 'the answer');
  const items = objectsIn(answer, 'data').map(decode);
  const meta = optionalObject(answer, 'meta');
  const paging = meta === null ? null : optionalObject(meta, 'pagingInfo');
  if (paging === null) return { items, total: null };
  // Another page than was asked for would leave a hole that no one sees.
  const found = requiredCount(paging, 'offset');
  if (found !== offset) {
    throw new DecodeError(`pagingInfo.offset is ${found} where ${offset} was asked for`);
  }

  const total = requiredCount(paging, 'total');
  if (offset + items.length > total) {
    throw new DecodeError(`the list has ${offset + items.length} entries where it tells ${total}`);
  }

  return { items, total };
}

/** @throws DecodeError when it is not a failover plan that we understand. */
export function failoverPlanOf(plan: JsonObject): SpcFailoverPlan {
  const session = optionalObject(plan, 'lastSession');

  return {
    planId: requiredUuid(plan, 'instanceUid'),
    originalUid: requiredUuid(plan, 'originalUid'),
    backupServerUid: requiredUuid(plan, 'backupServerUid'),
    name: requiredText(plan, 'name'),
    type: oneOf(requiredText(plan, 'type'), PLAN_TYPES, 'FailoverPlan.type'),
    status: oneOf(requiredText(plan, 'status'), PLAN_STATUSES, 'FailoverPlan.status'),
    tenantUid: optionalUuid(plan, 'tenantUid'),
    objectsCount: requiredCount(plan, 'objectsCount'),
    preFailoverCommand: verbatimText(plan, 'preFailoverCommand'),
    postFailoverCommand: verbatimText(plan, 'postFailoverCommand'),
    lastSession: session === null ? null : lastSessionOf(session),
  };
}

function lastSessionOf(session: JsonObject): SpcFailoverPlan['lastSession'] {
  const status = optionalText(session, 'status') ?? 'None';

  return {
    id: requiredUuid(session, 'instanceUid'),
    endedAt: optionalTime(session, 'endTime'),
    status: oneOf(status, LAST_SESSION_STATUSES, 'lastSession.status'),
    message: optionalText(session, 'message'),
  };
}

/** @throws DecodeError when it is not a machine of a plan that we understand. */
export function planObjectOf(object: JsonObject): SpcPlanObject {
  const session = optionalObject(object, 'restoreSession');

  return {
    id: requiredUuid(object, 'instanceUid'),
    planId: requiredUuid(object, 'planUid'),
    name: requiredText(object, 'name'),
    restoreSession: session === null ? null : restoreSessionOf(session),
  };
}

function restoreSessionOf(session: JsonObject): SpcPlanObject['restoreSession'] {
  const status = requiredText(session, 'backupStatus');

  return {
    id: requiredUuid(session, 'instanceUid'),
    status: oneOf(status, OBJECT_STATUSES, 'restoreSession.backupStatus'),
    restorePointTime: optionalTime(session, 'restorePointDateTime'),
    startedAt: requiredTime(session, 'startDateTime'),
    endedAt: optionalTime(session, 'endDateTime'),
  };
}

/** @throws DecodeError when it is not an async action that we understand. */
export function asyncActionOf(action: JsonObject): AsyncAction {
  const status = requiredText(action, 'status');

  return {
    id: requiredUuid(action, 'id'),
    actionName: requiredText(action, 'actionName'),
    status: oneOf(status, ACTION_STATUSES, 'AsyncAction.status'),
  };
}

/** @throws DecodeError when it is not a user. */
export function userOf(user: JsonObject): SpcUser {
  return { userName: requiredText(user, 'userName'), role: requiredText(user, 'role') };
}

/** @throws DecodeError when it is not a backup server. */
export function backupServerOf(server: JsonObject): SpcBackupServer {
  return { id: requiredUuid(server, 'instanceUid'), name: requiredText(server, 'name') };
}
