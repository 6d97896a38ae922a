import type { CelNode, SyntaxProblem } from './cel-node.js';
import { children, firstText, invalid } from './cel-node.js';
import type { NamePath, PathRules } from './expression-paths.js';
import { inspectComparison, inspectPath, pathOf } from './expression-paths.js';
import { nearestName } from './nearest-name.js';

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
  'withLabel',
]);

const MACROS = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);

/** CEL's own functions that are no part of the language, and what to do instead. */
const REFUSED = new Map([
  [
    'matches',
    'a pattern could keep a worker busy for minutes: use startsWith, endsWith or contains, or a pattern on the input',
  ],
  ['timestamp', 'times are UTC texts of one length, which compare as they stand'],
  ['duration', 'a duration is a text: compute with whole numbers of seconds or minutes'],
  ['split', 'nothing bounds its result'],
  ['bind', 'nothing bounds its result'],
]);

const MACRO_NESTING = 2;

/** What an expression names, where the library's types do not say enough. */
export interface SyntaxReading {
  readonly problem: SyntaxProblem | null;
  /** Each use of a field of a step. */
  readonly steps: readonly NamePath[];
  /** Whether it names nothing of the run but targets: then it is known when the plan is made. */
  readonly isFixed: boolean;
}

interface Walk {
  readonly rules: PathRules;
  readonly steps: NamePath[];
  isFixed: boolean;
}

/**
 * Walks an expression and gives the first thing in it that Drillbook refuses: functions whose work
 * nothing bounds or that depend on time zones, macros nested deeper than two, literals JSON can't
 * say, fields that records do not have (`has()` would call them absent), and comparisons with a
 * status that does not exist (which would be quietly false).
 */
export function readSyntax(root: CelNode, rules: PathRules): SyntaxReading {
  const state: Walk = { rules, steps: [], isFixed: true };
  const problem = walk(root, state, 0);
  return { problem, steps: state.steps, isFixed: state.isFixed };
}

function walk(node: CelNode, state: Walk, nesting: number): SyntaxProblem | null {
  const path = pathOf(node);
  if (path !== null) return visitPath(path, node, state);
  const problem = inspect(node, state.rules, nesting);
  if (problem !== null) return problem;
  const inside = isMacro(node) ? nesting + 1 : nesting;
  for (const child of children(node.args)) {
    const found = walk(child, state, inside);
    if (found !== null) return found;
  }
  return null;
}

function visitPath(path: NamePath, node: CelNode, state: Walk): SyntaxProblem | null {
  const [root = ''] = path.names;
  const problem = inspectPath(path, node, state.rules);
  if (problem !== null) return problem;
  if (root === 'steps') state.steps.push(path);
  if (root !== 'targets' && state.rules.names.has(root)) state.isFixed = false;
  return null;
}

function inspect(node: CelNode, rules: PathRules, nesting: number): SyntaxProblem | null {
  switch (node.op) {
    case 'call':
    case 'rcall':
      return inspectCall(node, rules, nesting);
    case 'value':
      return inspectLiteral(node);
    case '==':
    case '!=':
    case 'in':
      return inspectComparison(node);
    default:
      return null;
  }
}

function inspectCall(node: CelNode, rules: PathRules, nesting: number): SyntaxProblem | null {
  const name = firstText(node.args);
  if (isMacro(node)) {
    return nesting < MACRO_NESTING
      ? inspectMacroName(node, rules)
      : invalid(node, `${name}() is nested in more than ${MACRO_NESTING} others`);
  }
  const known = node.op === 'call' ? FUNCTIONS : METHODS;
  if (known.has(name)) return null;
  const why = REFUSED.get(name);
  if (why !== undefined) {
    return invalid(node, `${name}() is no part of the language: ${why}`);
  }
  const allowed = [...known, ...(node.op === 'call' ? [] : MACROS)];
  const nearest = nearestName(name, allowed);
  const advice =
    nearest === null ? `known are ${allowed.join(', ')}` : `did you mean ${nearest}()?`;
  return invalid(node, `Unknown function ${name}(); ${advice}`);
}

/** A variable of a macro that is called like something of the run would hide it. */
function inspectMacroName(node: CelNode, rules: PathRules): SyntaxProblem | null {
  const [, , list] = node.args as readonly [string, CelNode, readonly CelNode[]];
  const name = list[0]?.args;
  if (typeof name !== 'string' || !rules.names.has(name)) return null;
  return invalid(node, `"${name}" stands for something else here: give the variable another name`);
}

function inspectLiteral(node: CelNode): SyntaxProblem | null {
  if (node.args === null || typeof node.args !== 'object') return null;
  return invalid(node, 'Unsigned numbers and bytes are not supported');
}

/** Whether a node calls a macro over a list: `list.map(x, ...)` and its like. */
function isMacro(node: CelNode): boolean {
  return node.op === 'rcall' && MACROS.has(firstText(node.args));
}
