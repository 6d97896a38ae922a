import { humanDuration } from '../../plan/duration.js';
import type { Json, JsonObject } from '../../plan/json.js';
import type { ModeChange } from '../../plan/plan-change.js';
import type { Value } from '../../plan/value.js';
import { describeCalendars, describeDays } from './describe-calendars.js';
import { plainText } from './plain-text.js';
import { showValue } from './show-value.js';

/** A change in the words of the runbook language: `step db  machines.tolerate: 0 -> 10%`. */
export function describeChange(change: ModeChange): string {
  const { subject, property, before, after } = change;
  if (property === 'modes' && change.change !== 'changed') {
    return `${change.change}: mode ${change.modes.join()}`;
  }
  if (property === 'schedule' && change.change !== 'changed') return `${change.change}: schedule`;
  const name = subject.id === null ? '' : `${subject.kind} ${subject.id}  `;
  // Only drills have one.
  const isOfSchedule = property?.startsWith('schedule.') === true;
  const modes = isOfSchedule || change.modes.length === 2 ? '' : `  (${change.modes.join()} only)`;
  return plainText(`${name}${whatChanged(change.change, property, before, after)}${modes}`);
}

function whatChanged(
  change: ModeChange['change'],
  property: string | null,
  before: Json,
  after: Json,
): string {
  if (property === null) {
    if (change === 'changed') return `${describeThing(before)} -> ${describeThing(after)}`;
    return `${change}: ${describeThing(change === 'added' ? after : before)}`;
  }
  return `${nameProperty(property)}: ${describe(property, before)} -> ${describe(property, after)}`;
}

/** Where the plan's words are not those of the runbook. */
const NAMES: Readonly<Record<string, string>> = {
  'runbook.id': 'id',
  'runbook.title': 'title',
  'runbook.owner': 'owner',
  'limits.pauseTimeoutSeconds': 'defaults.pauseTimeout',
  'limits.cleanupTimeoutSeconds': 'defaults.cleanupTimeout',
  always: 'stands under always',
  'schedule.skip': 'schedule.except',
  name: 'plan',
  names: 'replicas',
};

function nameProperty(property: string): string {
  return NAMES[property] ?? property.replace(/Seconds$/, '');
}

/** A step by its verb and target, a target by its kind and name, an input by its type. */
function describeThing(value: Json): string {
  const thing = value as JsonObject;
  const parts = [thing['verb'] ?? thing['kind'] ?? thing['type'], thing['target']];
  const name = thing['verb'] === undefined ? thing['name'] : undefined;
  const words = parts.flatMap((part) => (typeof part === 'string' ? [part] : []));
  const isNamed = typeof name === 'string' && thing['kind'] !== undefined;
  return [...words, ...(isNamed ? [`"${name}"`] : [])].join(' ');
}

function describe(property: string, value: Json): string {
  if (value === null) return 'none';
  if (property === 'schedule.skip') return describeDays(value);
  if (typeof value === 'number' && property.endsWith('Seconds')) return humanDuration(value);
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) {
    if (value.length === 0) return 'none';
    return (value as readonly Json[]).map((item) => describe('', item)).join(', ');
  }
  return describeObject(value as JsonObject);
}

function describeObject(value: JsonObject): string {
  const { kind, ...rest } = value;
  if (kind === 'literal' || kind === 'expression' || kind === 'text') {
    return showValue(value as Value);
  }
  if (kind === 'calendar') return describeCalendars(value['calendars']);
  if (kind === 'count') return describe('', rest['value'] ?? null);
  if (kind === 'percent') return `${describe('', rest['value'] ?? null)}%`;
  const parts = Object.entries(rest).map(([key, part]) => [nameProperty(key), describe(key, part)]);
  if (typeof kind !== 'string') return parts.map((part) => part.join(': ')).join(', ');
  if (parts.length === 1) return `${kind} ${parts[0]?.[1] ?? ''}`;
  return [kind, parts.map((part) => part.join(' ')).join(', ')].join(' ').trim();
}
