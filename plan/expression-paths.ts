import type { CelNode, SyntaxProblem } from './cel-node.js';
import { invalid } from './cel-node.js';
import { STEP_FIELDS, TARGET_FIELDS } from './cel-records.js';
import type { ExpressionScope, StepFacts } from './expression-scope.js';
import { RUN_FIELDS } from './expression-scope.js';
import { nearestName } from './nearest-name.js';
import { STEP_OUTPUTS } from './step-output.js';

/** `steps.db.output.session`: the names, and where the second begins. */
export interface NamePath {
  readonly names: readonly string[];
  /** The place of the first two names. */
  readonly start: number;
  readonly end: number;
}

/** What the names of a scope stand for. */
export interface PathRules {
  /** The names at the beginning of a path that mean something. */
  readonly names: ReadonlySet<string>;
  readonly inputs: readonly string[];
  readonly steps: ReadonlyMap<string, StepFacts>;
  readonly stepIds: readonly string[];
  readonly targets: readonly string[];
}

/** Words that an expression is compared with: how steps and runs end, and the modes. */
const STEP_STATUS = [
  'succeeded',
  'degraded',
  'failed',
  'unknown',
  'skipped',
  'ignored',
  'cancelled',
];
const RUN_OUTCOME = ['succeeded', 'degraded', 'failed', 'aborted', 'unknown', 'refused'];
const MODES = ['drill', 'live'];

const rulesOf = new WeakMap<ExpressionScope, PathRules>();

/** The rules of a scope; made once for each. */
export function pathRules(scope: ExpressionScope): PathRules {
  const found = rulesOf.get(scope) ?? makeRules(scope);
  rulesOf.set(scope, found);
  return found;
}

function makeRules(scope: ExpressionScope): PathRules {
  if (scope.kind === 'response') {
    const names = new Set(['json', 'text', 'status']);
    return { names, inputs: [], steps: new Map(), stepIds: [], targets: [] };
  }
  const item = scope.item === undefined ? [] : [scope.item.name];
  return {
    names: new Set(['inputs', 'run', 'steps', 'targets', ...item, ...(scope.ended ?? [])]),
    inputs: scope.inputs.map(({ name }) => name),
    steps: scope.steps ?? new Map<string, StepFacts>(),
    stepIds: [...(scope.steps?.keys() ?? [])],
    targets: (scope.targets ?? []).map(({ id }) => id),
  };
}

/** The names of a chain `a.b.c` that begins with a name; null for anything else. */
export function pathOf(node: CelNode): NamePath | null {
  const names: string[] = [];
  let end = node.end;
  let at: CelNode = node;
  while (at.op === '.') {
    const [base, field] = at.args as readonly [CelNode, string];
    names.unshift(field);
    if (base.op === 'id') end = at.end;
    at = base;
  }
  if (at.op !== 'id') return null;
  return { names: [String(at.args), ...names], start: at.start, end };
}

/** What is wrong with a path of names, at the name that is wrong. */
export function inspectPath(path: NamePath, node: CelNode, rules: PathRules): SyntaxProblem | null {
  const [root = '', first] = path.names;
  if (root === 'google' || root === 'cel' || root === 'optional') {
    return invalid(node, `Unknown variable: ${root}`);
  }
  if (!rules.names.has(root)) return null;
  switch (root) {
    case 'inputs':
      return first === undefined ? null : known(path, node, 1, rules.inputs, INPUT_WORDS);
    case 'run':
      if (first === undefined) return null;
      return known(path, node, 1, [...Object.keys(RUN_FIELDS), 'outcome'], fieldWords('run'));
    case 'steps':
      return inspectStep(path, node, rules);
    case 'targets':
      if (first === undefined) return null;
      return (
        known(path, node, 1, rules.targets, TARGET_WORDS) ??
        (path.names.length === 2
          ? invalid(node, `Name one of its fields: targets.${first}.${TARGET_FIELDS.join(', ')}`)
          : known(path, node, 2, TARGET_FIELDS, fieldWords(`targets.${first}`)))
      );
    default:
      return null;
  }
}

function inspectStep(path: NamePath, node: CelNode, rules: PathRules): SyntaxProblem | null {
  const [, id, field, output] = path.names;
  if (id === undefined)
    return invalid(node, 'Name a step: steps.ID.status, .output, .machines, ...');
  const facts = rules.steps.get(id);
  if (facts === undefined) return known(path, node, 1, rules.stepIds, STEP_WORDS);
  const step = `steps.${id}`;
  if (field === undefined) {
    return invalid(node, `Name one of its fields: ${step}.${STEP_FIELDS.join(', ')}`);
  }
  const wrong = known(path, node, 2, STEP_FIELDS, fieldWords(step));
  if (wrong !== null || field !== 'output' || output === undefined) return wrong;
  if (facts.hasItems) {
    return invalid(node, `${step} has foreach: what its items leave is in ${step}.items`);
  }
  const outputs = Object.keys(STEP_OUTPUTS[facts.verb]);
  return known(path, node, 3, outputs, fieldWords(`the output of ${step} (${facts.verb})`));
}

interface Words {
  readonly what: (name: string) => string;
  readonly none: string;
}

const INPUT_WORDS: Words = {
  what: (name) => `No input is called \`${name}\``,
  none: 'the runbook declares no inputs',
};
const STEP_WORDS: Words = {
  what: (name) => `No step is called \`${name}\``,
  none: 'no step is known here',
};
const TARGET_WORDS: Words = {
  what: (name) => `No target is called \`${name}\``,
  none: 'the runbook declares no targets',
};

function fieldWords(of: string): Words {
  const what = of.includes(' ') ? of : `\`${of}\``;
  return { what: (name) => `${what} has no \`${name}\``, none: 'it has none' };
}

/** Whether the name at a place of the path is one of these. */
function known(
  path: NamePath,
  node: CelNode,
  at: number,
  allowed: readonly string[],
  words: Words,
): SyntaxProblem | null {
  const name = path.names[at] ?? '';
  if (allowed.includes(name)) return null;
  const nearest = nearestName(name, allowed);
  const before = path.names.slice(0, at).join('.');
  const advice =
    allowed.length === 0
      ? words.none
      : nearest === null
        ? `known are ${shorten(allowed)}`
        : `did you mean \`${before}.${nearest}\`?`;
  const end = endOf(node, path.names.length - 1 - at);
  return invalid({ start: end - name.length, end }, `${words.what(name)}; ${advice}`);
}

/** The end of the name that stands so many names before the last. */
function endOf(node: CelNode, back: number): number {
  let at = node;
  for (let left = back; left > 0 && at.op === '.'; left--) {
    [at] = at.args as readonly [CelNode];
  }
  return at.end;
}

/** `steps.db.status == "sucess"` would quietly never be true. */
export function inspectComparison(node: CelNode): SyntaxProblem | null {
  const [left, right] = node.args as readonly [CelNode, CelNode];
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const path = pathOf(one)?.names ?? [];
    const words = wordsOf(path);
    if (words === null) continue;
    const literals = other.op === 'list' ? (other.args as readonly CelNode[]) : [other];
    for (const literal of literals) {
      if (literal.op !== 'value' || typeof literal.args !== 'string') continue;
      if (words.includes(literal.args)) continue;
      const nearest = nearestName(literal.args, words);
      const advice =
        nearest === null ? `it is one of ${words.join(', ')}` : `did you mean "${nearest}"?`;
      return invalid(literal, `\`${path.join('.')}\` is never "${literal.args}"; ${advice}`);
    }
  }
  return null;
}

function wordsOf(path: readonly string[]): readonly string[] | null {
  const [root, first, second] = path;
  if (root === 'steps' && second === 'status' && path.length === 3) return STEP_STATUS;
  if (root !== 'run' || path.length !== 2) return null;
  return first === 'outcome' ? RUN_OUTCOME : first === 'mode' ? MODES : null;
}

const SHOWN = 20;

function shorten(names: readonly string[]): string {
  return `${names.slice(0, SHOWN).join(', ')}${names.length > SHOWN ? ', ...' : ''}`;
}
