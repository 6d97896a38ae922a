import type { Mode } from '../../plan/plan.js';
import { LANGUAGE } from '../../plan/plan.js';
import type { DocNode, Located, Span } from '../document-node.js';
import { OBJECTIVE_KEYS, RUNBOOK_KEYS } from '../keys/runbook-keys.js';
import { MODES } from '../keys/words.js';
import type { Problems } from '../problems.js';
import type { Runbook } from '../runbook.js';
import type { Shelf } from '../shelf.js';
import { readDefaults } from './defaults.js';
import type { Fields, Shape } from './fields.js';
import { need, readFields } from './fields.js';
import { readInputs } from './inputs.js';
import { readModes } from './modes.js';
import { checkRunbookId } from './names.js';
import { readChoice, readDuration, readText } from './scalars.js';
import { readSchedule } from './schedule.js';
import { stepFacts, targetFacts } from './step-facts.js';
import type { StepSurroundings } from './steps.js';
import { readSteps } from './steps.js';
import { readTargets } from './targets.js';

const RUNBOOK: Shape = {
  what: 'a runbook',
  known: Object.keys(RUNBOOK_KEYS),
  elsewhere: {
    rto: 'objectives',
    rpo: 'objectives',
    timeout: 'defaults and steps',
    poll: 'defaults and failover steps',
    onFailure: 'defaults and steps',
  },
};

const STEPS_EXAMPLE = 'a list of steps, as "steps: [{ id: ready, readiness: all }]"';

/** Reads a document as a runbook; null when its frame is not one. Gathers what is wrong, never throws. */
export function readRunbook(root: DocNode, shelf: Shelf, problems: Problems): Runbook | null {
  const fields = readFields(root, RUNBOOK, problems);
  if (fields === null) return null;
  readVersion(fields, problems);
  const id = readRunbookId(fields, problems);
  const description = fields.entries.get('description');
  if (description !== undefined) readFreeText(description.value, 'The description', problems);
  const value = (key: string): DocNode | undefined => fields.entries.get(key)?.value;
  const inputs = readInputs(value('inputs'), problems);
  const targets = readTargets(value('targets'), problems);
  const steps = need(fields, 'steps', STEPS_EXAMPLE, problems);
  const always = value('always');
  const known = { steps: stepFacts([value('steps'), always]), targets: targetFacts(targets) };
  const around = (isAlways: boolean): StepSurroundings => ({
    scope: { kind: 'run', inputs, isAlways, ...known },
    shelf,
  });
  const schedule = fields.entries.get('schedule');
  return {
    id: id ?? '',
    title: readOptionalText(fields, 'title', problems),
    owner: readOptionalText(fields, 'owner', problems),
    modes: readRunbookModes(fields, problems),
    objectives: readObjectives(fields, problems),
    inputs,
    inputSpans: spansOf(value('inputs')),
    targets,
    defaults: readDefaults(value('defaults'), problems),
    steps: steps === null ? [] : readSteps(steps, around(false), problems),
    always: always === undefined ? [] : readSteps(always, around(true), problems),
    schedule: schedule === undefined ? null : readSchedule(schedule, inputs, problems),
    stepsSpan: fields.entries.get('steps')?.keySpan ?? fields.span,
  };
}

function spansOf(node: DocNode | undefined): ReadonlyMap<string, Span> {
  return new Map(
    node?.kind === 'map' ? node.entries.map(({ key, keySpan }) => [key, keySpan]) : [],
  );
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
  const shape = { what: 'objectives', known: Object.keys(OBJECTIVE_KEYS) };
  const objectives = entry === undefined ? null : readFields(entry.value, shape, problems);
  const read = (key: 'rto' | 'rpo'): number | null => {
    const node = objectives?.entries.get(key)?.value;
    return node === undefined ? null : readDuration(node, `the ${key}`, problems, 1);
  };
  return { rtoSeconds: read('rto'), rpoSeconds: read('rpo') };
}
