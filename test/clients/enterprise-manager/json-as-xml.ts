import { unclear } from '../mutations/plain-reading.js';
import type { JsonNode, JsonSlot } from '../mutations/json-tree.js';
import { plainValue } from '../mutations/json-tree.js';
import type { XmlNode, XmlPart } from '../mutations/xml-tree.js';

/** Names that the samples spell so; in JSON their case may differ. */
const NAMES: ReadonlyMap<string, string> = new Map(
  [
    ...['UID', 'Href', 'Name', 'Type', 'Rel', 'Success', 'VmName', 'VmDisplayName', 'PagesCount'],
    ...['VAppDisplayName', 'PageNum', 'PageSize', 'PagingInfo', 'TaskId', 'State', 'Operation'],
    ...['Result', 'Message', 'SessionId', 'UserName', 'Order', 'TenantUid', 'TenantName', 'Id'],
    ...['FailoverPlanInfo', 'CloudFailoverPlanInfo', 'Platform', 'JobType', 'CreationTimeUTC'],
    ...['EndTimeUTC', 'Progress', 'FailureMessage', 'VmReplicaPointLink', 'FailoverPlanVMId'],
    ...['PolicyUid', 'PolicyName', 'StartDate', 'EndDate', 'HasApplicationConsistentState', 'Rpo'],
    ...['IntervalType', 'Date', 'IsApplicationConsistent', 'Links', 'Includes', 'Intervals'],
    ...['CloudFailoverTasks', 'RestorePoints', 'SupportedVersions', 'Refs', 'Entities'],
  ].map((name) => [name.toLowerCase(), name]),
);

/** What XML calls an entry of a list. */
const ENTRIES: ReadonlyMap<string, string> = new Map([
  ['Links', 'Link'],
  ['Includes', 'FailoveredVm'],
  ['CloudFailoverTasks', 'CloudFailoverTasks'],
  ['Intervals', 'Interval'],
  ['RestorePoints', 'RestorePoint'],
  ['SupportedVersions', 'SupportedVersion'],
]);

function spelt(key: string): string {
  return NAMES.get(key.toLowerCase()) ?? key;
}

function isNull(node: JsonNode): boolean {
  return node.kind === 'plain' && node.value === null;
}

/**
 * A JSON answer as the XML that it stands for by the vendor's mapping: an object's plain members are
 * attributes and elements alike, and lists come in several shapes.
 */
export function entityAsXml(root: JsonNode, name: string): XmlNode {
  const found = nodeOf(name, root);
  const type = found.attributes.find(([key]) => key === 'Type')?.[1] ?? name;

  return type === name ? found : unclear('another type');
}

function nodeOf(name: string, node: JsonNode): XmlNode {
  if (node.kind !== 'object') return unclear(`${name} is no object`);
  const keys = node.members.map(({ key }) => spelt(key));
  if (keys.some((key, index) => NAMES.has(key.toLowerCase()) && keys.indexOf(key) < index)) {
    return unclear('a name twice');
  }
  const members = node.members.filter((slot) => !isNull(slot.node));

  return {
    name,
    attributes: members.flatMap((slot) => {
      const text = textOf(slot.node);
      return text === null ? [] : [[spelt(slot.key), text] as const];
    }),
    // What no reading asks for is not looked into.
    children: members.filter(({ key }) => NAMES.has(key.toLowerCase())).map(partOf),
  };
}

function partOf({ key, node }: JsonSlot): XmlPart {
  const name = spelt(key);
  const entry = ENTRIES.get(name);
  if (entry !== undefined)
    return listPart(
      name,
      entriesOf(node).map((one) => nodeOf(entry, one)),
    );
  const text = textOf(node);
  if (text !== null) return listPart(name, [], text);

  // What has parts has no text, so a reading of its text is unclear.
  return {
    kind: 'node',
    node: node.kind === 'object' ? nodeOf(name, node) : { name, attributes: [], children: [MARK] },
  };
}

const MARK: XmlPart = { kind: 'node', node: { name: 'entry', attributes: [], children: [] } };

function listPart(name: string, nodes: readonly XmlNode[], text = ''): XmlPart {
  const children: XmlPart[] = nodes.map((node) => ({ kind: 'node', node }));

  return {
    kind: 'node',
    node: { name, attributes: [], children: [...children, { kind: 'text', text }] },
  };
}

function textOf(node: JsonNode): string | null {
  const value = plainValue(node);

  return value === undefined ? null : String(value);
}

/** A list, one within one or two objects with nothing else in them, or one entry alone. */
function entriesOf(node: JsonNode, depth = 0): readonly JsonNode[] {
  if (node.kind === 'list') return node.items;
  if (isNull(node)) return [];
  if (node.kind !== 'object') return unclear('no list');
  const members = node.members.filter(
    (slot) => !isNull(slot.node) && slot.key.toLowerCase() !== 'paginginfo',
  );
  const [only] = members;
  if (only === undefined) return [];
  const isWrapper = only.node.kind === 'list' || only.node.kind === 'object';

  return members.length === 1 && isWrapper && depth < 2 ? entriesOf(only.node, depth + 1) : [node];
}

/** A list of entities, alone or in a query's answer, with its paging. */
export function pageAsXml(root: JsonNode, item: string): XmlNode {
  const named = (node: JsonNode, ...names: readonly string[]): readonly JsonNode[] =>
    node.kind !== 'object'
      ? []
      : node.members
          .filter(({ key }) => names.some((name) => name.toLowerCase() === key.toLowerCase()))
          .map((slot) => slot.node);
  if (root.kind === 'list') return listNode(`${item}s`, root.items, item, []);
  if (root.kind !== 'object') return unclear('no list');
  const refs = named(root, 'Refs');
  if (refs.some((one) => entriesOf(one).length > 0)) return unclear('references');
  const entities = named(root, 'Entities');
  const holder = entities[0] ?? root;
  const lists = named(holder, item, `${item}s`);
  if (lists.length > 1 || entities.length > 1 || refs.length > 1) return unclear('lists twice');
  if (lists.length + entities.length + refs.length === 0) return unclear('no list');
  const inEntities = entities[0]?.kind === 'object' ? entities[0].members : [];
  const foreign = inEntities.filter(
    ({ node }) => !lists.includes(node) && entriesOf(node).length > 0,
  );
  if (foreign.length > 0) return unclear('other entities');
  const wrapped = lists.flatMap((one) =>
    one.kind === 'object' ? [one, ...one.members.map((m) => m.node)] : [],
  );
  const pagings = [root, ...entities, ...wrapped]
    .flatMap((one) => named(one, 'PagingInfo'))
    .filter((one) => !isNull(one));

  return listNode(
    `${item}s`,
    lists.flatMap((one) => entriesOf(one)),
    item,
    pagings,
  );
}

function listNode(
  name: string,
  items: readonly JsonNode[],
  item: string,
  pagings: readonly JsonNode[],
): XmlNode {
  const nodes = items.map((one) => entityAsXml(one, item));
  const info = pagings.map((one) => nodeOf('PagingInfo', one));

  return {
    name,
    attributes: [],
    children: [...nodes, ...info].map((node) => ({ kind: 'node', node })),
  };
}
