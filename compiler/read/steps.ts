import type { PlanInput, Verb } from '../../plan/plan.js';
import type { ExpressionScope } from '../../plan/expression.js';
import type { DocNode, Span } from '../document-node.js';
import type { Problems } from '../problems.js';
import type { RunbookStep, StepAction } from '../runbook.js';
import { nameStep } from '../step-name.js';
import { readCheck } from './check.js';
import { ON_FAILURE } from './defaults.js';
import { readFailover } from './failover.js';
import type { Fields } from './fields.js';
import { need, readFields } from './fields.js';
import { readModes } from './modes.js';
import { checkId } from './names.js';
import { readReadiness } from './readiness.js';
import { readChoice, readDuration, readList, readText, wrongType } from './scalars.js';
import { readUndo } from './undo.js';
import { readUpdate } from './update.js';
import { readWait } from './wait.js';

/** What a step's reader needs to know of the rest of the runbook. */
export interface StepContext {
  readonly inputs: readonly PlanInput[];
  readonly isAlways: boolean;
}

export const VERBS: readonly Verb[] = ['readiness', 'failover', 'undo', 'update', 'check', 'wait'];

const LATER_VERBS = ['approve', 'task', 'http', 'notify', 'runbook'];

const COMMON = ['id', 'title', 'needs', 'modes', 'timeout', 'onFailure'];

/** Keys beside the verb, by verb. */
const VERB_KEYS: Readonly<Record<Verb, readonly string[]>> = {
  readiness: ['expect', 'strict'],
  failover: ['restorePoint', 'machines', 'concurrency', 'poll'],
  undo: ['poll', 'drill'],
  update: ['preFailoverCommand', 'postFailoverCommand', 'drill'],
  check: [],
  wait: [],
};

const LATER: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    LATER_VERBS.map((verb) => [verb, `Verbs of this version: ${VERBS.join(', ')}.`]),
  ),
  when: 'Use modes to leave a step out of drills or live runs.',
  retry: 'A failed step pauses for a person (onFailure: pause), who can retry it.',
  foreach: 'Write one step for each item.',
};

/** Keys that stand inside the check's own map. */
const CHECK_KEYS = ['tcp', 'within', 'every', 'body', 'url'];

/** Reads `steps` or `always`. A step that can't be read keeps its place, so that others can need it. */
export function readSteps(
  node: DocNode,
  { inputs, isAlways }: StepContext,
  problems: Problems,
): RunbookStep[] {
  const what = isAlways ? 'always' : 'steps';
  if (node.kind !== 'list') {
    wrongType(node, what, 'a list of steps', problems);
    return [];
  }
  if (node.items.length === 0) {
    const advice = 'Write at least one step, or leave the key out if it is "always".';
    problems.add('empty-value', node.span, { what: `The list of ${what}`, advice });
  }
  const scope: ExpressionScope = { kind: 'run', inputs, isAlways };
  return node.items.flatMap((item) => readStep(item, scope, problems));
}

function readStep(node: DocNode, scope: ExpressionScope, problems: Problems): RunbookStep[] {
  const verbs = node.kind === 'map' ? VERBS.filter((verb) => hasKey(node, verb)) : [];
  const [verb] = verbs;
  const fields = readFields(node, stepShape(verb), problems);
  if (fields === null) return [];
  const span = checkVerbs(fields, node, verbs, problems);
  const idNode = need(fields, 'id', 'an id, as "- id: databases"', problems);
  const id = idNode === null ? null : readText(idNode, "a step's id", problems);
  if (idNode !== null && id !== null) checkId(id, "a step's id", idNode.span, problems);
  const value = (key: string): DocNode | null => fields.entries.get(key)?.value ?? null;
  const [title, needs, modes, timeout] = ['title', 'needs', 'modes', 'timeout'].map(value);
  return [
    {
      id: id ?? '',
      idSpan: idNode?.span ?? fields.span,
      title: title ? readText(title, 'the title', problems) : null,
      needs: needs ? readNeeds(needs, problems) : null,
      modes: modes ? readModes(modes, 'modes', problems) : null,
      timeoutSeconds: timeout ? readDuration(timeout, 'timeout', problems) : null,
      onFailure: readOnFailure(fields, problems),
      action:
        verb === undefined || span === null
          ? null
          : readAction(verb, fields, span, scope, problems),
    },
  ];
}

function stepShape(verb: Verb | undefined) {
  const own = verb === undefined ? Object.values(VERB_KEYS).flat() : VERB_KEYS[verb];
  const elsewhere = verb === undefined ? {} : elsewhereFor(verb);
  return {
    what: verb === undefined ? 'a step' : nameStep(verb),
    known: [...new Set([...COMMON, ...VERBS, ...own])],
    later: LATER,
    elsewhere,
  };
}

function elsewhereFor(verb: Verb): Record<string, string> {
  const owners = Object.values(VERB_KEYS)
    .flat()
    .map((key): [string, string] => {
      const verbs = VERBS.filter((other) => VERB_KEYS[other].includes(key));
      return [key, `${verbs.join(' and ')} steps`];
    });
  const inside = CHECK_KEYS.map((key): [string, string] => [key, 'the map of a check']);
  const expect: [string, string][] =
    verb === 'check' ? [['expect', 'the map of the check, beside tcp']] : [];
  return Object.fromEntries([...inside, ...owners, ...expect]);
}

/** The verb's key, where there is exactly one verb. */
function checkVerbs(
  fields: Fields,
  node: DocNode,
  verbs: readonly Verb[],
  problems: Problems,
): Span | null {
  const [first, second] = verbs.map((verb) => fields.entries.get(verb));
  if (first !== undefined && second === undefined) return first.keySpan;
  if (first === undefined && (fields.hasStranger || LATER_VERBS.some((key) => hasKey(node, key)))) {
    // The stranger was reported, and is most likely the verb.
    return null;
  }
  problems.add('exactly-one', second?.keySpan ?? fields.span, {
    what: 'A step',
    known: VERBS.join(', '),
    found: verbs.length === 0 ? 'none' : verbs.join(' and '),
    advice: 'A step does one thing: give each verb a step of its own.',
  });
  return null;
}

function hasKey(node: DocNode, key: string): boolean {
  return node.kind === 'map' && node.entries.some((entry) => entry.key === key);
}

function readNeeds(node: DocNode, problems: Problems) {
  return readList(node, 'needs', problems, (item) => readText(item, "a step's id", problems));
}

function readOnFailure(fields: Fields, problems: Problems): RunbookStep['onFailure'] {
  const node = fields.entries.get('onFailure')?.value;
  const choice = node === undefined ? null : readChoice(node, 'onFailure', ON_FAILURE, problems);
  return node === undefined || choice === null ? null : { value: choice, span: node.span };
}

function readAction(
  verb: Verb,
  fields: Fields,
  verbSpan: Span,
  scope: ExpressionScope,
  problems: Problems,
): StepAction | null {
  const node = fields.entries.get(verb)?.value;
  if (node === undefined) return null;
  switch (verb) {
    case 'readiness':
      return readReadiness(node, fields, verbSpan, problems);
    case 'failover':
      return readFailover(node, fields, verbSpan, scope, problems);
    case 'undo':
      return readUndo(node, fields, verbSpan, problems);
    case 'update':
      return readUpdate(node, fields, verbSpan, scope, problems);
    case 'check':
      return readCheck(node, verbSpan, scope, problems);
    case 'wait':
      return readWait(node, verbSpan, scope, problems);
    default:
      return assertNever(verb);
  }
}

function assertNever(verb: never): never {
  throw new Error(`Unknown verb ${String(verb)}`);
}
