import type { CelNode } from './cel-node.js';
import { children, firstText } from './cel-node.js';

/** Nodes of an expression that one evaluation may go through, those of its loops each time again. */
const STEPS_LIMIT = 200_000;

/** Of one value that an expression makes: characters of a text, items of a list. */
const TEXT_LIMIT = 1_000_000;
const LIST_LIMIT = 10_000;

/** Characters and items of all values that one evaluation makes. */
const MADE_LIMIT = 10_000_000;

type Evaluate = (this: unknown, evaluator: unknown, node: unknown, context: unknown) => unknown;

interface Evaluable {
  evaluate: Evaluate;
}

/** What an evaluation has used up; `problem` once it is too much. */
export interface Budget {
  problem: Error | null;
  steps: number;
  made: number;
}

/** What makes a value of its own; everything else hands one on. */
const MAKERS = new Set(['+', 'call', 'rcall', 'list', 'map']);

/**
 * Bounds the work of a parsed expression: the library bounds its length alone, and two nested loops
 * over long lists, or a `join` of long texts, would stop a worker. Each node's `evaluate` is counted;
 * the library keeps the nodes of the source when it unfolds macros, so each turn of a loop is too.
 * Ask `budget.problem` afterwards: `||` and `exists` swallow errors of one side.
 */
export function limitWork(root: unknown): Budget {
  const budget: Budget = { problem: null, steps: 0, made: 0 };
  const open = [{ node: root as CelNode, isJoined: false }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, isJoined } = next;
    watch(node, isJoined, budget);
    const isJoin = node.op === 'rcall' && firstText(node.args) === 'join';
    children(node.args).forEach((child, at) => {
      open.push({ node: child, isJoined: isJoin && at === 0 });
    });
  }
  return budget;
}

function watch(node: CelNode, isJoined: boolean, budget: Budget): void {
  let inner = (node as unknown as Evaluable).evaluate;
  const counted: Evaluate = function (this: unknown, evaluator, ast, context) {
    budget.steps += 1;
    if (budget.steps > STEPS_LIMIT) refuse(budget, `it takes more than ${STEPS_LIMIT} steps`);
    const value = inner.call(this, evaluator, ast, context);
    if (MAKERS.has(node.op)) weigh(value, budget);
    if (isJoined) weighJoined(value, budget);
    return value;
  };
  // The library puts a quicker function in its place at the first call.
  Object.defineProperty(node, 'evaluate', {
    get: () => counted,
    set: (replacement: Evaluate) => {
      inner = replacement;
    },
  });
}

function weigh(value: unknown, budget: Budget): void {
  if (typeof value !== 'string' && !Array.isArray(value)) return;
  budget.made += value.length;
  if (typeof value === 'string' ? value.length > TEXT_LIMIT : value.length > LIST_LIMIT) {
    refuse(
      budget,
      `a value in it is longer than ${typeof value === 'string' ? TEXT_LIMIT : LIST_LIMIT}`,
    );
  }
  if (budget.made > MADE_LIMIT)
    refuse(budget, `its values have more than ${MADE_LIMIT} characters`);
}

/** A join makes one text of all: it is weighed before it is made. */
function weighJoined(value: unknown, budget: Budget): void {
  if (!Array.isArray(value)) return;
  let length = 0;
  for (const item of value) length += typeof item === 'string' ? item.length : 0;
  if (length > TEXT_LIMIT) refuse(budget, `a text in it is longer than ${TEXT_LIMIT}`);
}

/** One error for all: where it is swallowed in a loop, making new ones would be the most work. */
function refuse(budget: Budget, why: string): never {
  budget.problem ??= new RangeError(`The expression is too much work: ${why}`);
  throw budget.problem;
}
