import { isNoTime, shown, time, unclear, word } from '../mutations/plain-reading.js';
import type { JsonNode } from '../mutations/json-tree.js';
import { plainValue } from '../mutations/json-tree.js';

/**
 * What answers of a Console say, read from a tree without any code of the client's: by the words of
 * the vendor's reference, and unclear wherever something stands there twice or has another type.
 */

function member(node: JsonNode, name: string): JsonNode | null {
  if (node.kind !== 'object') return unclear(`${name} of no object`);
  const keys = node.members.map(({ key }) => key);
  if (new Set(keys).size < keys.length) return unclear('a name twice');
  const found = node.members.find(({ key }) => key === name)?.node ?? null;

  return found?.kind === 'plain' && found.value === null ? null : found;
}

function object(node: JsonNode, name: string): JsonNode | null {
  const found = member(node, name);

  return found === null || found.kind === 'object' ? found : unclear(`${name} is no object`);
}

function text(node: JsonNode, name: string): string {
  return maybeText(node, name) ?? unclear(`no ${name}`);
}

function maybeText(node: JsonNode, name: string): string | null {
  const found = member(node, name);
  if (found === null) return null;
  const value = plainValue(found);

  return typeof value === 'string' ? shown(value) || null : unclear(`${name} is no text`);
}

/** A command is what it is, to the letter: it is compared with what is to stand there. */
function command(node: JsonNode, name: string): string | null {
  const found = member(node, name);
  if (found === null) return null;
  const value = plainValue(found);

  return typeof value === 'string' ? value.slice(0, 32_767) || null : unclear(`${name} is no text`);
}

function uuid(node: JsonNode, name: string): string {
  return maybeUuid(node, name) ?? unclear(`no ${name}`);
}

function maybeUuid(node: JsonNode, name: string): string | null {
  const id = maybeText(node, name)?.toLowerCase() ?? null;
  const isUuid = id === null || /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);

  return isUuid ? id : unclear(`${name} is no uuid`);
}

function count(node: JsonNode, name: string): number {
  const found = member(node, name);
  const value = found === null ? null : plainValue(found);
  const isCount = typeof value === 'number' && Number.isInteger(value) && value >= 0;

  return isCount && value < 2 ** 31 ? value : unclear(`${name} is no count`);
}

function maybeTime(node: JsonNode, name: string): string | null {
  const found = maybeText(node, name);

  return found === null || isNoTime(found) ? null : time(found);
}

function plan(node: JsonNode): unknown {
  const session = object(node, 'lastSession');
  const statuses = ['None', 'Success', 'Warning', 'Failed', 'Unknown'];

  return {
    planId: uuid(node, 'instanceUid'),
    originalUid: uuid(node, 'originalUid'),
    backupServerUid: uuid(node, 'backupServerUid'),
    name: text(node, 'name'),
    type: word(text(node, 'type'), ['Local', 'Cloud', 'Tenant', 'Unknown']),
    status: word(text(node, 'status'), [
      ...['Unknown', 'Ready', 'InProgress', 'InUndoProgress', 'Completed', 'Success', 'Failed'],
      'UndoFailed',
    ]),
    tenantUid: maybeUuid(node, 'tenantUid'),
    objectsCount: count(node, 'objectsCount'),
    preFailoverCommand: command(node, 'preFailoverCommand'),
    postFailoverCommand: command(node, 'postFailoverCommand'),
    lastSession:
      session === null
        ? null
        : {
            id: uuid(session, 'instanceUid'),
            endedAt: maybeTime(session, 'endTime'),
            status: word(maybeText(session, 'status') ?? 'None', statuses),
            message: maybeText(session, 'message'),
          },
  };
}

function machine(node: JsonNode): unknown {
  const session = object(node, 'restoreSession');
  const statuses = ['Running', 'Success', 'Failed', 'Warning', 'Unknown'];

  return {
    id: uuid(node, 'instanceUid'),
    planId: uuid(node, 'planUid'),
    name: text(node, 'name'),
    restoreSession:
      session === null
        ? null
        : {
            id: uuid(session, 'instanceUid'),
            status: word(text(session, 'backupStatus'), statuses),
            restorePointTime: maybeTime(session, 'restorePointDateTime'),
            startedAt: maybeTime(session, 'startDateTime') ?? unclear('no start'),
            endedAt: maybeTime(session, 'endDateTime'),
          },
  };
}

function action(node: JsonNode): unknown {
  return {
    id: uuid(node, 'id'),
    actionName: text(node, 'actionName'),
    status: word(text(node, 'status'), ['running', 'succeed', 'failed', 'canceled']),
  };
}

function user(node: JsonNode): unknown {
  return { userName: text(node, 'userName'), role: text(node, 'role') };
}

function item(read: (node: JsonNode) => unknown): (root: JsonNode) => unknown {
  return (root) => read(object(root, 'data') ?? unclear('no data'));
}

function list(read: (node: JsonNode) => unknown): (root: JsonNode) => unknown {
  return (root) => {
    const data = member(root, 'data');
    if (data?.kind !== 'list') return unclear('no list');
    const items = data.items.map(read);
    const meta = object(root, 'meta');
    const paging = meta === null ? null : object(meta, 'pagingInfo');
    if (paging === null) return { items, total: null };
    const total = count(paging, 'total');
    const isFirst = count(paging, 'offset') === 0 && items.length <= total;

    return isFirst ? { items, total } : unclear('another page');
  };
}

/** What each kind of answer says. */
export const PLAIN_READINGS = {
  plan: item(plan),
  plans: list(plan),
  machines: list(machine),
  action: item(action),
  actions: list(action),
  user: item(user),
} satisfies Readonly<Record<string, (root: JsonNode) => unknown>>;
