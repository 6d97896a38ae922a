import { nearestName } from './nearest-name.js';

/** A node of the CEL library's tree, as far as it is used here. Offsets count from the CEL's start. */
export interface CelNode {
  readonly op: string;
  readonly args: unknown;
  readonly start: number;
  readonly end: number;
}

/** Something in an expression that is refused, though the library itself would take it. */
export interface SyntaxProblem {
  readonly message: string;
  /** Set where the language knows it and this version does not: what it is, and what to do instead. */
  readonly unsupported: { readonly what: string; readonly instead: string } | null;
  readonly start: number;
  readonly end: number;
}

/** Names that stand for a record with known fields: `inputs` and `run`. */
export type RecordFields = ReadonlyMap<string, readonly string[]>;

const FUNCTIONS = new Set(['size', 'int', 'double', 'string', 'bool', 'dyn', 'has', 'orDefault']);

const METHODS = new Set([
  'size',
  'startsWith',
  'endsWith',
  'contains',
  'lowerAscii',
  'upperAscii',
  'trim',
  'indexOf',
  'lastIndexOf',
  'substring',
  'join',
]);

const MACROS = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);

/** CEL's own functions that this version leaves out, and what to do instead. */
const LATER_FUNCTIONS = new Map([
  [
    'matches',
    'A pattern could keep a worker busy for minutes: use startsWith, endsWith or contains, or a pattern on the input.',
  ],
  ['timestamp', 'Times are UTC texts of one length, which compare as they stand.'],
  ['duration', ''],
]);

/** Functions of the library that are no part of the language: nothing bounds what they give. */
const UNBOUNDED = new Set(['split', 'bind']);

const LATER_NAMES = new Set(['steps', 'targets']);

const MACRO_NESTING = 2;

/**
 * Walks an expression and gives the first thing in it that Drillbook refuses: functions whose work
 * nothing bounds or that depend on time zones, macros nested deeper than two, literals JSON can't
 * say, and fields that `inputs` and `run` do not have (`has()` would call them absent).
 */
export function findSyntaxProblem(root: CelNode, records: RecordFields): SyntaxProblem | null {
  return walk(root, records, 0);
}

function walk(node: CelNode, records: RecordFields, nesting: number): SyntaxProblem | null {
  const problem = inspect(node, records, nesting);
  if (problem !== null) return problem;
  const inside = isMacro(node) ? nesting + 1 : nesting;
  for (const child of children(node.args)) {
    const found = walk(child, records, inside);
    if (found !== null) return found;
  }
  return null;
}

function inspect(node: CelNode, records: RecordFields, nesting: number): SyntaxProblem | null {
  switch (node.op) {
    case 'call':
    case 'rcall':
      return inspectCall(node, nesting);
    case 'value':
      return inspectLiteral(node);
    case 'id':
      return inspectName(node);
    case '.':
      return inspectField(node, records);
    default:
      return null;
  }
}

function inspectCall(node: CelNode, nesting: number): SyntaxProblem | null {
  const name = firstText(node.args);
  if (isMacro(node)) {
    return nesting < MACRO_NESTING
      ? null
      : invalid(node, `${name}() is nested in more than ${MACRO_NESTING} others`);
  }
  const known = node.op === 'call' ? FUNCTIONS : METHODS;
  if (known.has(name)) return null;
  const instead = LATER_FUNCTIONS.get(name);
  if (instead !== undefined) return unsupported(node, `${name}()`, instead);
  if (UNBOUNDED.has(name))
    return invalid(node, `${name}() is not allowed: nothing bounds its result`);
  const allowed = [...known, ...(node.op === 'call' ? [] : MACROS)];
  const nearest = nearestName(name, allowed);
  const advice =
    nearest === null ? `known are ${allowed.join(', ')}` : `did you mean ${nearest}()?`;
  return invalid(node, `Unknown function ${name}(); ${advice}`);
}

function inspectLiteral(node: CelNode): SyntaxProblem | null {
  if (node.args === null || typeof node.args !== 'object') return null;
  return invalid(node, 'Unsigned numbers and bytes are not supported');
}

function inspectName(node: CelNode): SyntaxProblem | null {
  const name = String(node.args);
  if (LATER_NAMES.has(name)) return unsupported(node, `"${name}" in an expression`, '');
  return name === 'google' || name === 'cel' || name === 'optional'
    ? invalid(node, `Unknown variable: ${name}`)
    : null;
}

function inspectField(node: CelNode, records: RecordFields): SyntaxProblem | null {
  const [record] = children(node.args);
  const field = Array.isArray(node.args) ? String(node.args[1]) : '';
  if (record === undefined || record.op !== 'id') return null;
  const name = String(record.args);
  const fields = records.get(name);
  if (fields === undefined || fields.includes(field)) return null;
  const nearest = nearestName(field, fields);
  const what =
    name === 'inputs' ? `No input is called \`${field}\`` : `\`${name}\` has no \`${field}\``;
  const advice =
    fields.length === 0
      ? 'the runbook declares no inputs'
      : nearest === null
        ? `known are ${fields.join(', ')}`
        : `did you mean \`${name}.${nearest}\`?`;
  return invalid({ ...node, start: node.end - field.length }, `${what}; ${advice}`);
}

/** Whether a node calls a macro over a list: `list.map(x, ...)` and its like. */
function isMacro(node: CelNode): boolean {
  return node.op === 'rcall' && MACROS.has(firstText(node.args));
}

function firstText(args: unknown): string {
  return Array.isArray(args) ? String(args[0]) : '';
}

function children(args: unknown): CelNode[] {
  if (Array.isArray(args)) return args.flatMap(children);
  return isCelNode(args) ? [args] : [];
}

function isCelNode(value: unknown): value is CelNode {
  return (
    value !== null &&
    typeof value === 'object' &&
    typeof (value as Partial<CelNode>).op === 'string'
  );
}

function invalid(node: CelNode, message: string): SyntaxProblem {
  return { message, unsupported: null, start: node.start, end: node.end };
}

function unsupported(node: CelNode, what: string, instead: string): SyntaxProblem {
  const message = `${what} is not known to this version of Drillbook yet. ${instead}`.trim();
  return { message, unsupported: { what, instead }, start: node.start, end: node.end };
}
