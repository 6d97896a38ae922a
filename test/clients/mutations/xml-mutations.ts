import fc from 'fast-check';
import { VALUES } from './values.js';
import type { XmlNode, XmlPart } from './xml-tree.js';

/** Changes a node, given a number to choose by and the nodes of the whole document. */
type Change = (node: XmlNode, choice: number, all: readonly XmlNode[]) => readonly XmlPart[];

function asPart(node: XmlNode): XmlPart {
  return { kind: 'node', node };
}

function only(node: XmlNode): readonly XmlPart[] {
  return [asPart(node)];
}

/** An element of the list, wherever the number falls. */
function pick<T>(list: readonly T[], choice: number, otherwise: T): T {
  return list.length === 0 ? otherwise : (list[choice % list.length] ?? otherwise);
}

function withText(node: XmlNode, text: string): XmlNode {
  return { ...node, children: [{ kind: 'text', text }] };
}

function textOf(node: XmlNode): string {
  return node.children.map((part) => (part.kind === 'text' ? part.text : '')).join('');
}

function renamed(name: string, choice: number, all: readonly XmlNode[]): string {
  const others = [name.toLowerCase(), `${name}s`, name.replace(/s$/, ''), `x:${name}`, `${name}2`];

  return choice % 3 === 0
    ? pick(others, choice, name)
    : pick(
        all.map((node) => node.name),
        choice,
        name,
      );
}

function changedAttribute(
  node: XmlNode,
  choice: number,
  change: (attribute: readonly [string, string]) => readonly (readonly [string, string])[],
): readonly XmlPart[] {
  if (node.attributes.length === 0) return only(node);
  const at = choice % node.attributes.length;

  return only({
    ...node,
    attributes: node.attributes.flatMap((one, index) => (index === at ? change(one) : [one])),
  });
}

/** The element with each guid in it turned into another one that is as good. */
function withAnotherId(node: XmlNode): XmlNode {
  const other = (text: string) =>
    text.replace(/[0-9a-f](?=[0-9a-f]{7}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/g, (digit) =>
      digit === 'b' ? 'c' : 'b',
    );

  return {
    ...node,
    attributes: node.attributes.map(([name, value]) => [name, other(value)] as const),
    children: node.children.map((part) =>
      part.kind === 'node' ? part : { ...part, text: other(part.text) },
    ),
  };
}

/** Each way to change one element, by name, for the messages of a failure. */
const CHANGES = {
  drop: () => [],
  duplicate: (node) => [asPart(node), asPart(node)],
  duplicateWithAnotherText: (node, choice) => [
    asPart(node),
    asPart(withText(node, pick(VALUES, choice, ''))),
  ],
  duplicateWithAnotherId: (node, choice) =>
    choice % 2 === 0
      ? [asPart(node), asPart(withAnotherId(node))]
      : [asPart(withAnotherId(node)), asPart(node)],
  anotherId: (node) => only(withAnotherId(node)),
  putAnotherBeside: (node, choice, all) => [asPart(pick(all, choice, node)), asPart(node)],
  replaceByAnother: (node, choice, all) => only(pick(all, choice, node)),
  rename: (node, choice, all) => only({ ...node, name: renamed(node.name, choice, all) }),
  setText: (node, choice) => only(withText(node, pick(VALUES, choice, ''))),
  textOfAnother: (node, choice, all) => only(withText(node, textOf(pick(all, choice, node)))),
  addText: (node, choice) =>
    only({
      ...node,
      children: [...node.children, { kind: 'text', text: pick(VALUES, choice, '') }],
    }),
  asCdata: (node) => only({ ...node, children: [{ kind: 'cdata', text: textOf(node) }] }),
  splitByComment: (node, choice) => {
    const text = textOf(node);
    const at = choice % (text.length + 1);
    return only({
      ...node,
      children: [
        { kind: 'text', text: text.slice(0, at) },
        { kind: 'comment', text: 'Failed' },
        { kind: 'text', text: text.slice(at) },
      ],
    });
  },
  addAChild: (node, choice, all) =>
    only({ ...node, children: [...node.children, asPart(pick(all, choice, node))] }),
  wrap: (node, choice, all) =>
    only({ name: renamed(node.name, choice, all), attributes: [], children: [asPart(node)] }),
  unwrap: (node) => node.children.filter(({ kind }) => kind === 'node'),
  reverse: (node) => only({ ...node, children: node.children.toReversed() }),
  dropAttribute: (node, choice) => changedAttribute(node, choice, () => []),
  setAttribute: (node, choice) =>
    changedAttribute(node, choice, ([name]) => [[name, pick(VALUES, choice >> 3, '')]]),
  renameAttribute: (node, choice) =>
    changedAttribute(node, choice, ([name, value]) => [
      [pick([name.toLowerCase(), `${name}2`, `x:${name}`, 'UID', 'Name'], choice >> 3, ''), value],
    ]),
  duplicateAttribute: (node, choice) =>
    changedAttribute(node, choice, ([name, value]) => [
      [name, value],
      [pick([name, `x:${name}`, `y:${name}`], choice >> 3, name), pick(VALUES, choice >> 5, '')],
    ]),
  attributesOfAnother: (node, choice, all) =>
    only({ ...node, attributes: pick(all, choice, node).attributes }),
  attributeAsChild: (node, choice) => {
    const [name, text] = pick(node.attributes, choice, ['Name', '']);
    const child = withText({ name, attributes: [], children: [] }, text);
    return only({
      ...node,
      attributes: node.attributes.filter(([key]) => key !== name),
      children: [asPart(child), ...node.children],
    });
  },
} satisfies Readonly<Record<string, Change>>;

type ChangeName = keyof typeof CHANGES;

/** One change: which, of the how many-th element, and a number to choose by. */
export interface XmlMutation {
  readonly change: ChangeName;
  readonly at: number;
  readonly choice: number;
}

export const xmlMutations = fc.array(
  fc.record<XmlMutation>({
    change: fc.constantFrom(...(Object.keys(CHANGES) as ChangeName[])),
    at: fc.nat(2_000),
    choice: fc.nat(1_000_000),
  }),
  { minLength: 1, maxLength: 3 },
);

/** The document after these changes, which may leave anything but an empty one. */
export function mutateXml(root: XmlNode, mutations: readonly XmlMutation[]): XmlNode {
  return mutations.reduce(mutateOnce, root);
}

function mutateOnce(root: XmlNode, { change, at, choice }: XmlMutation): XmlNode {
  const all = allNodes(root);
  const target = pick(all, at, root);
  const changed = replaced(root, target, CHANGES[change](target, choice, all));
  const [first] = changed.flatMap((part) => (part.kind === 'node' ? [part.node] : []));

  return first ?? root;
}

function allNodes(node: XmlNode): readonly XmlNode[] {
  return [
    node,
    ...node.children.flatMap((part) => (part.kind === 'node' ? allNodes(part.node) : [])),
  ];
}

function replaced(node: XmlNode, target: XmlNode, by: readonly XmlPart[]): readonly XmlPart[] {
  if (node === target) return by;

  return only({
    ...node,
    children: node.children.flatMap((part) =>
      part.kind === 'node' ? replaced(part.node, target, by) : [part],
    ),
  });
}

/** Changes that leave all that an answer says, in a document as a server may well write it. */
export function rewriteHarmlessly(node: XmlNode, choices: readonly number[], depth = 0): XmlNode {
  const choice = choices[(depth + node.name.length) % choices.length] ?? 0;
  const children = node.children.map((part): XmlPart => {
    if (part.kind === 'node') return asPart(rewriteHarmlessly(part.node, choices, depth + 1));
    return part.kind === 'text' && part.text.trim() !== '' && choice % 2 === 0
      ? { kind: 'cdata', text: part.text }
      : part;
  });
  const isLeaf = children.every(({ kind }) => kind !== 'node');
  const unknown: XmlNode = { name: `New${choice % 7}`, attributes: [['a', 'b']], children: [] };
  const isList = LISTS.has(node.name);
  const more = isLeaf || isList || depth === 0 ? [] : choice % 3 === 0 ? [asPart(unknown)] : [];

  return {
    ...node,
    attributes: choice % 5 === 0 ? node.attributes.toReversed() : node.attributes,
    // The order of what is no list means nothing.
    children: [
      ...(choice % 4 === 0 && !isList && !isLeaf ? children.toReversed() : children),
      ...more,
      ...(isLeaf ? [] : [{ kind: 'comment', text: 'Failed' } as const]),
    ],
  };
}

const LISTS: ReadonlySet<string> = new Set([
  ...['Tasks', 'Links', 'Includes', 'CloudFailoverTasks', 'Intervals', 'RestorePoints', 'Entities'],
  ...['CloudFailoverSessions', 'SupportedVersions', 'EntityReferences', 'CloudFailoveredVms'],
  ...['QueryResult', 'CloudVmReplicaPoints', 'VmReplicaPoints', 'VAppReplicaPoints', 'Replicas'],
  ...['FailoverPlans'],
]);
