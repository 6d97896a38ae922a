import fc from 'fast-check';
import type { JsonNode, JsonSlot } from './json-tree.js';
import { VALUES } from './values.js';

/** Changes a member or an entry of a list (whose key is not written). */
type Change = (slot: JsonSlot, choice: number, all: readonly JsonSlot[]) => readonly JsonSlot[];

const OTHERS: readonly JsonNode[] = [
  ...VALUES.map((value): JsonNode => ({ kind: 'plain', value })),
  ...[null, true, false, 0, 1, -1, 0.5, 2_147_483_648].map((value): JsonNode => ({
    kind: 'plain',
    value,
  })),
  ...['1e999', '-0', '1.0', '1E2', '9'.repeat(400), '12345678901234567890', '1e-7'].map(
    (text): JsonNode => ({ kind: 'written', text }),
  ),
  { kind: 'object', members: [] },
  { kind: 'list', items: [] },
];

const NULL: JsonNode = { kind: 'plain', value: null };

function pick<T>(list: readonly T[], choice: number, otherwise: T): T {
  return list.length === 0 ? otherwise : (list[choice % list.length] ?? otherwise);
}

function otherKey(key: string, choice: number, all: readonly JsonSlot[]): string {
  const own = [key.toLowerCase(), key.toUpperCase(), `${key}s`, key.replace(/s$/, ''), '__proto__'];
  const cased = key.replace(/^./, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );

  return choice % 2 === 0
    ? pick([...own, cased, cased], choice >> 1, key)
    : pick(
        all.map((slot) => slot.key),
        choice >> 1,
        key,
      );
}

/** The same value as another type, where there is one. */
function asAnotherType(node: JsonNode): JsonNode {
  if (node.kind !== 'plain') return node;
  const { value } = node;
  if (typeof value !== 'string') return { kind: 'plain', value: String(value) };
  if (value === 'true' || value === 'false') return { kind: 'plain', value: value === 'true' };
  const isNumber = value !== '' && Number.isFinite(Number(value));

  return isNumber ? { kind: 'plain', value: Number(value) } : { kind: 'list', items: [node] };
}

function withAnotherId(node: JsonNode): JsonNode {
  switch (node.kind) {
    case 'object':
      return {
        ...node,
        members: node.members.map(({ key, node: one }) => ({ key, node: withAnotherId(one) })),
      };
    case 'list':
      return { ...node, items: node.items.map(withAnotherId) };
    case 'plain':
      return typeof node.value === 'string'
        ? { ...node, value: node.value.replace(/^(.*)[0-9a-f]{2}$/, '$1bb') }
        : node;
    case 'written':
      return node;
  }
}

const CHANGES = {
  drop: () => [],
  setNull: ({ key }) => [{ key, node: NULL }],
  set: ({ key }, choice) => [{ key, node: pick(OTHERS, choice, NULL) }],
  anotherType: ({ key, node }) => [{ key, node: asAnotherType(node) }],
  nextNumber: ({ key, node }) => [
    {
      key,
      node:
        node.kind === 'plain' && typeof node.value === 'number'
          ? { kind: 'plain', value: node.value + 1 }
          : node,
    },
  ],
  anotherId: ({ key, node }) => [{ key, node: withAnotherId(node) }],
  valueOfAnother: ({ key }, choice, all) => [
    { key, node: pick(all, choice, { key, node: NULL }).node },
  ],
  duplicate: (slot) => [slot, slot],
  duplicateWithAnother: (slot, choice) => [slot, { ...slot, node: pick(OTHERS, choice, NULL) }],
  duplicateWithAnotherId: (slot) => [{ ...slot, node: withAnotherId(slot.node) }, slot],
  duplicateInAnotherCase: (slot, choice, all) => [
    slot,
    { key: otherKey(slot.key, 0, all), node: pick(OTHERS, choice, NULL) },
  ],
  rename: ({ node, key }, choice, all) => [{ key: otherKey(key, choice, all), node }],
  putAnotherBeside: (slot, choice, all) => [pick(all, choice, slot), slot],
  wrapInList: ({ key, node }) => [{ key, node: { kind: 'list', items: [node] } }],
  wrapInObject: ({ key, node }, choice, all) => [
    { key, node: { kind: 'object', members: [{ key: otherKey(key, choice, all), node }] } },
  ],
  unwrap: ({ key, node }) => {
    if (node.kind === 'list') return node.items.map((one) => ({ key, node: one }));
    return node.kind === 'object' ? node.members : [{ key, node }];
  },
  reverse: ({ key, node }) => {
    if (node.kind === 'list') return [{ key, node: { ...node, items: node.items.toReversed() } }];
    return node.kind === 'object'
      ? [{ key, node: { ...node, members: node.members.toReversed() } }]
      : [{ key, node }];
  },
} satisfies Readonly<Record<string, Change>>;

type ChangeName = keyof typeof CHANGES;

/** One change: which, of the how many-th value, and a number to choose by. */
export interface JsonMutation {
  readonly change: ChangeName;
  readonly at: number;
  readonly choice: number;
}

export const jsonMutations = fc.array(
  fc.record<JsonMutation>({
    change: fc.constantFrom(...(Object.keys(CHANGES) as ChangeName[])),
    at: fc.nat(2_000),
    choice: fc.nat(1_000_000),
  }),
  { minLength: 1, maxLength: 3 },
);

export function mutateJson(root: JsonNode, mutations: readonly JsonMutation[]): JsonNode {
  return mutations.reduce(mutateOnce, root);
}

function mutateOnce(root: JsonNode, { change, at, choice }: JsonMutation): JsonNode {
  const all = slotsIn({ key: '', node: root });
  const target = pick(all, at, { key: '', node: root }).node;
  const [first] = replaced({ key: '', node: root }, target, (slot) =>
    CHANGES[change](slot, choice, all),
  );

  return first?.node ?? root;
}

function slotsIn(slot: JsonSlot): readonly JsonSlot[] {
  const { node } = slot;
  if (node.kind === 'object') return [slot, ...node.members.flatMap(slotsIn)];

  return node.kind === 'list'
    ? [slot, ...node.items.flatMap((one) => slotsIn({ key: '', node: one }))]
    : [slot];
}

function replaced(
  slot: JsonSlot,
  target: JsonNode,
  by: (slot: JsonSlot) => readonly JsonSlot[],
): readonly JsonSlot[] {
  const { key, node } = slot;
  if (node === target) return by(slot);
  if (node.kind === 'object') {
    return [
      { key, node: { ...node, members: node.members.flatMap((one) => replaced(one, target, by)) } },
    ];
  }
  if (node.kind !== 'list') return [slot];
  const items = node.items.flatMap((one) =>
    replaced({ key: '', node: one }, target, by).map((left) => left.node),
  );

  return [{ key, node: { ...node, items } }];
}
