import type { Verb } from '../../plan/plan.js';
import { COMMON_KEYS, VERB_KEYS, VERBS } from '../keys/step-keys.js';
import { nameStep } from '../step-name.js';
import type { Shape } from './fields.js';

const COMMON = Object.keys(COMMON_KEYS);

/** Keys that stand inside a verb's own map, and whose they are. */
const INSIDE: Readonly<Record<string, string>> = {
  tcp: 'the map of a check',
  dns: 'the map of a check',
  expr: 'the map of a check',
  within: 'the map of a check',
  every: 'the map of a check',
  url: 'the map of http',
  method: 'the map of http',
  headers: 'the map of http',
  body: 'the map of http',
  message: 'the map of approve or notify',
  from: 'the map of approve or task',
  min: 'the map of approve',
  onTimeout: 'the map of approve',
  webhook: 'the map of notify',
  items: 'the map of foreach',
  as: 'the map of foreach',
  tolerate: 'the map of machines or foreach',
  critical: 'the map of machines',
};

/** What a step with this verb may hold; where its verb is not clear, anything that some step may. */
export function stepShape(verb: Verb | undefined): Shape {
  const known = shapes.get(verb) ?? makeShape(verb);
  shapes.set(verb, known);
  return known;
}

/** A runbook may have thousands of steps. */
const shapes = new Map<Verb | undefined, Shape>();

function makeShape(verb: Verb | undefined): Shape {
  if (verb === undefined) {
    const known = [...COMMON, ...VERBS, ...Object.values(VERB_KEYS).flat()];
    return { what: 'a step', known: [...new Set(known)] };
  }
  const elsewhere = elsewhereFor(verb);
  // People are waited for as long as the approval or the task itself says.
  const asksPeople = verb === 'approve' || verb === 'task';
  const common = asksPeople ? COMMON.filter((key) => key !== 'timeout') : COMMON;
  const known = [...common, ...VERBS, ...VERB_KEYS[verb]];
  return {
    what: nameStep(verb),
    known: [...new Set(known)],
    elsewhere: asksPeople ? { ...elsewhere, timeout: `the map of ${verb}` } : elsewhere,
  };
}

function elsewhereFor(verb: Verb): Record<string, string> {
  const owners = Object.values(VERB_KEYS)
    .flat()
    .map((key): [string, string] => {
      const verbs = VERBS.filter((other) => VERB_KEYS[other].includes(key));
      return [key, `${verbs.join(' and ')} steps`];
    });
  const own: Record<string, string> =
    verb === 'check'
      ? { expect: 'the map of the check, beside tcp' }
      : verb === 'http'
        ? { expect: 'the map of http' }
        : {};
  return { ...INSIDE, ...Object.fromEntries(owners), ...own };
}
