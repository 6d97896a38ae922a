/** A place in the runbook's text, in UTF-16 units from its start, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A thing that was read, with its place. */
export interface Located<T> {
  readonly value: T;
  readonly span: Span;
}

/**
 * The YAML document as Drillbook sees it: aliases and merge keys are resolved, each node keeps the
 * place where it is written (for an alias: the place of what it stands for).
 */
export type DocNode = ScalarNode | MapNode | ListNode;

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** As written, with its quotes. */
  readonly source: string;
  readonly span: Span;
}

export interface Entry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: DocNode;
}

export interface MapNode {
  readonly kind: 'map';
  readonly entries: readonly Entry[];
  readonly span: Span;
}

export interface ListNode {
  readonly kind: 'list';
  readonly items: readonly DocNode[];
  readonly span: Span;
}

/** Where to point when a whole node is meant: a map's first key, not all of its lines. */
export function headSpan(node: DocNode): Span {
  switch (node.kind) {
    case 'scalar':
      return node.span;
    case 'map':
      return node.entries[0]?.keySpan ?? node.span;
    case 'list': {
      const first = node.items[0];
      return first === undefined ? node.span : headSpan(first);
    }
    default:
      return assertNever(node);
  }
}

/** What a node is, for messages: "a list", "the number 5". */
export function describeNode(node: DocNode): string {
  switch (node.kind) {
    case 'map':
      return 'a map';
    case 'list':
      return 'a list';
    case 'scalar':
      return describeScalar(node);
    default:
      return assertNever(node);
  }
}

function describeScalar({ value, source }: ScalarNode): string {
  if (value === null) return 'nothing';
  if (typeof value === 'string') return `the text "${value}"`;
  return `the ${typeof value} ${source}`;
}

function assertNever(node: never): never {
  throw new Error(`Unknown node ${JSON.stringify(node)}`);
}
