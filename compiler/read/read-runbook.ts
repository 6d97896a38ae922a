import type { Mode } from '../../plan/plan.js';
import { LANGUAGE } from '../../plan/plan.js';
import type { DocNode, Located } from '../document-node.js';
import type { Problems } from '../problems.js';
import type { Runbook } from '../runbook.js';
import { readDefaults } from './defaults.js';
import type { Fields, Shape } from './fields.js';
import { need, readFields } from './fields.js';
import { readInputs } from './inputs.js';
import { MODES, readModes } from './modes.js';
import { checkRunbookId } from './names.js';
import { readChoice, readDuration, readText } from './scalars.js';
import { readSteps } from './steps.js';
import { readTargets } from './targets.js';

const RUNBOOK: Shape = {
  what: 'a runbook',
  known: [
    'apiVersion',
    'id',
    'title',
    'owner',
    'description',
    'modes',
    'inputs',
    'objectives',
    'targets',
    'defaults',
    'steps',
    'always',
  ],
  later: {
    schedule:
      'Until then start the drill from a scheduler of your own: drillbook run FILE --mode drill.',
  },
  elsewhere: {
    rto: 'objectives',
    rpo: 'objectives',
    timeout: 'defaults and steps',
    poll: 'defaults and failover steps',
    onFailure: 'defaults and steps',
  },
};

/** Reads a document as a runbook; null when its frame is not one. Gathers what is wrong, never throws. */
export function readRunbook(root: DocNode, problems: Problems): Runbook | null {
  const fields = readFields(root, RUNBOOK, problems);
  if (fields === null) return null;
  readVersion(fields, problems);
  const id = readRunbookId(fields, problems);
  const description = fields.entries.get('description');
  if (description !== undefined) readFreeText(description.value, 'The description', problems);
  const inputs = readInputs(fields.entries.get('inputs')?.value, problems);
  const steps = need(fields, 'steps', 'steps:\n  - id: ready\n    readiness: all', problems);
  const always = fields.entries.get('always');
  return {
    id: id ?? '',
    title: readOptionalText(fields, 'title', problems),
    owner: readOptionalText(fields, 'owner', problems),
    modes: readRunbookModes(fields, problems),
    objectives: readObjectives(fields, problems),
    inputs,
    targets: readTargets(fields.entries.get('targets')?.value, problems),
    defaults: readDefaults(fields.entries.get('defaults')?.value, problems),
    steps: steps === null ? [] : readSteps(steps, { inputs, isAlways: false }, problems),
    always:
      always === undefined ? [] : readSteps(always.value, { inputs, isAlways: true }, problems),
    stepsSpan: fields.entries.get('steps')?.keySpan ?? fields.span,
  };
}

function readVersion(fields: Fields, problems: Problems): void {
  const node = need(fields, 'apiVersion', `"apiVersion: ${LANGUAGE}"`, problems);
  if (node !== null) readChoice(node, 'apiVersion', [LANGUAGE], problems);
}

function readRunbookId(fields: Fields, problems: Problems): string | null {
  const node = need(fields, 'id', 'an id, as "id: erp-failover"', problems);
  const id = node === null ? null : readText(node, "the runbook's id", problems);
  if (node !== null && id !== null) checkRunbookId(id, node.span, problems);
  return id;
}

function readRunbookModes(fields: Fields, problems: Problems): Located<readonly Mode[]> {
  const entry = fields.entries.get('modes');
  const modes = entry === undefined ? null : readModes(entry.value, 'modes', problems);
  return modes ?? { value: MODES, span: fields.span };
}

function readOptionalText(fields: Fields, key: string, problems: Problems): string | null {
  const entry = fields.entries.get(key);
  return entry === undefined ? null : readText(entry.value, `the ${key}`, problems);
}

/** A description is for readers only: it is not in the plan, and nothing in it is evaluated. */
function readFreeText(node: DocNode, what: string, problems: Problems): void {
  if (node.kind !== 'scalar' || typeof node.value !== 'string') readText(node, what, problems);
}

function readObjectives(fields: Fields, problems: Problems): Runbook['objectives'] {
  const entry = fields.entries.get('objectives');
  const shape = { what: 'objectives', known: ['rto', 'rpo'] };
  const objectives = entry === undefined ? null : readFields(entry.value, shape, problems);
  const read = (key: 'rto' | 'rpo'): number | null => {
    const node = objectives?.entries.get(key)?.value;
    return node === undefined ? null : readDuration(node, `the ${key}`, problems, 1);
  };
  return { rtoSeconds: read('rto'), rpoSeconds: read('rpo') };
}
