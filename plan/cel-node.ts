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
  readonly start: number;
  readonly end: number;
}

/** The nodes right below one. */
export function children(args: unknown): CelNode[] {
  if (Array.isArray(args)) return args.flatMap(children);
  return isCelNode(args) ? [args] : [];
}

/** The first argument of a call: its name. */
export function firstText(args: unknown): string {
  return Array.isArray(args) ? String(args[0]) : '';
}

export function invalid(node: Pick<CelNode, 'start' | 'end'>, message: string): SyntaxProblem {
  return { message, start: node.start, end: node.end };
}

function isCelNode(value: unknown): value is CelNode {
  return (
    value !== null &&
    typeof value === 'object' &&
    typeof (value as Partial<CelNode>).op === 'string'
  );
}
