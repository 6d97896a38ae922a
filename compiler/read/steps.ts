import type { RunScope } from '../../plan/expression-scope.js';
import type { Verb } from '../../plan/plan.js';
import type { DocNode, Span } from '../document-node.js';
import { VERBS } from '../keys/step-keys.js';
import { ON_FAILURE } from '../keys/words.js';
import type { Problems } from '../problems.js';
import type { RunbookStep, StepUse } from '../runbook.js';
import type { Shelf } from '../shelf.js';
import { readAction } from './actions.js';
import type { Fields } from './fields.js';
import { need, readFields } from './fields.js';
import type { ForeachParts } from './foreach.js';
import { readForeach } from './foreach.js';
import { readModes } from './modes.js';
import { checkId } from './names.js';
import { readRetry } from './retry.js';
import { readChoice, readDuration, readList, readText, wrongType } from './scalars.js';
import type { StepContext } from './step-context.js';
import { stepShape } from './step-shape.js';
import { readWhen } from './when.js';

/** What the steps of a list have in common. */
export interface StepSurroundings {
  readonly scope: RunScope;
  readonly shelf: Shelf;
}

/** Reads `steps` or `always`. A step that can't be read keeps its place, so that others can need it. */
export function readSteps(
  node: DocNode,
  around: StepSurroundings,
  problems: Problems,
): RunbookStep[] {
  const what = around.scope.isAlways ? 'always' : 'steps';
  if (node.kind !== 'list') {
    wrongType(node, what, 'a list of steps', problems);
    return [];
  }
  if (node.items.length === 0) {
    const advice = 'Write at least one step, or leave the key out if it is "always".';
    problems.add('empty-value', node.span, { what: `The list of ${what}`, advice });
  }
  return node.items.flatMap((item) => readStep(item, around, problems));
}

function readStep(node: DocNode, around: StepSurroundings, problems: Problems): RunbookStep[] {
  const verbs = node.kind === 'map' ? VERBS.filter((verb) => hasKey(node, verb)) : [];
  const [verb] = verbs;
  const fields = readFields(node, stepShape(verb), problems);
  if (fields === null) return [];
  const span = checkVerbs(fields, verbs, problems);
  const idNode = need(fields, 'id', 'an id, as "- id: databases"', problems);
  const id = idNode === null ? null : readText(idNode, "a step's id", problems);
  if (idNode !== null && id !== null) checkId(id, "a step's id", idNode.span, problems);
  const value = (key: string): DocNode | null => fields.entries.get(key)?.value ?? null;
  const [title, needs, modes, timeout] = ['title', 'needs', 'modes', 'timeout'].map(value);
  const uses: StepUse[] = [];
  const foreach = readForeachOf(fields, around.scope, uses, problems);
  const context = contextOf(fields, around, uses, foreach);
  return [
    {
      id: id ?? '',
      idSpan: idNode?.span ?? fields.span,
      title: title ? readText(title, 'the title', problems) : null,
      needs: needs ? readNeeds(needs, problems) : null,
      modes: modes ? readModes(modes, 'modes', problems) : null,
      timeoutSeconds: timeout ? readDuration(timeout, 'timeout', problems) : null,
      onFailure: readOnFailure(fields, problems),
      when: readWhen(fields.entries.get('when'), around.scope, context, uses, problems),
      retry: readRetryOf(fields, problems),
      foreach: foreach?.reading ?? null,
      uses,
      action:
        verb === undefined || span === null || context === null
          ? null
          : readAction(verb, fields, span, context, problems),
    },
  ];
}

/** null: the step has a `foreach` that can't be read, so nothing is known of its item. */
function contextOf(
  fields: Fields,
  { scope, shelf }: StepSurroundings,
  uses: StepUse[],
  foreach: ForeachParts | null,
): StepContext | null {
  if (!fields.entries.has('foreach')) return { scope, shelf, uses, foreach: null };
  if (foreach === null) return null;
  const { as, values, item } = foreach;
  return {
    scope: { ...scope, item },
    shelf,
    uses,
    foreach: { as, items: values === null ? null : { as, values } },
  };
}

function readForeachOf(
  fields: Fields,
  scope: RunScope,
  uses: StepUse[],
  problems: Problems,
): ForeachParts | null {
  const entry = fields.entries.get('foreach');
  if (entry === undefined) return null;
  return readForeach(entry.value, entry.keySpan, scope, uses, problems);
}

function readRetryOf(fields: Fields, problems: Problems): RunbookStep['retry'] {
  const entry = fields.entries.get('retry');
  const value = entry === undefined ? null : readRetry(entry.value, problems);
  // None is what every step has: it goes with any verb, and is not in the plan.
  if (entry === undefined || value === null || value.attempts === 0) return null;
  return { value, span: entry.keySpan };
}

/** The verb's key, where there is exactly one verb. */
function checkVerbs(fields: Fields, verbs: readonly Verb[], problems: Problems): Span | null {
  const [first, second] = verbs.map((verb) => fields.entries.get(verb));
  if (first !== undefined && second === undefined) return first.keySpan;
  // The stranger was reported, and is most likely the verb.
  if (first === undefined && fields.hasStranger) return null;
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
