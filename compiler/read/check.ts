import { humanDuration } from '../../plan/duration.js';
import type { CheckProbe } from '../../plan/plan.js';
import type { CheckAction } from '../action.js';
import type { DocNode, Span } from '../document-node.js';
import { CHECK_KEYS } from '../keys/check-keys.js';
import { PORT_STATES } from '../keys/words.js';
import type { Problems } from '../problems.js';
import type { Fields } from './fields.js';
import { readFields } from './fields.js';
import { PROBES, readProbe } from './probes.js';
import { readChoice, readDuration } from './scalars.js';
import type { StepContext } from './step-context.js';

const SHAPE = {
  what: 'a check',
  known: Object.keys(CHECK_KEYS),
  elsewhere: {
    timeout: 'the step; how long a check is repeated is said by "within"',
    status: 'the map of http',
    body: 'the map of http',
    url: 'the map of http',
    method: 'the map of http',
    headers: 'the map of http',
    host: 'the map of tcp or dns',
    port: 'the map of tcp',
    addresses: 'the map of dns',
  },
};

/** Seconds between two tries, and until a check is given up. */
const EVERY_SECONDS = 5;
const WITHIN_SECONDS = 300;

/** Reads `check: { tcp | http | dns | expr, expect, every, within }`. */
export function readCheck(
  node: DocNode,
  verbSpan: Span,
  context: StepContext,
  problems: Problems,
): CheckAction | null {
  const fields = readFields(node, SHAPE, problems);
  if (fields === null) return null;
  const entry = probeEntry(fields, problems);
  const probe = entry && readProbe(entry.kind, entry.value, context, problems);
  const within = readInterval(fields, 'within', WITHIN_SECONDS, problems);
  // Nobody has to say `every` to make `within` short.
  const every = readInterval(fields, 'every', Math.min(EVERY_SECONDS, within), problems);
  const expect = readExpect(fields, problems);
  const span = fields.entries.get('every')?.keySpan;
  if (every > within && span !== undefined) {
    problems.add('bad-interval', span, {
      first: 'every',
      firstValue: humanDuration(every),
      second: 'within',
      secondValue: humanDuration(within),
    });
  }
  if (probe === null || entry === null) return null;
  const interval = { everySeconds: every, withinSeconds: within };
  return { verb: 'check', verbSpan, probe, probeSpan: entry.span, expect, ...interval };
}

interface ProbeEntry {
  readonly kind: CheckProbe['kind'];
  readonly value: DocNode;
  readonly span: Span;
}

function probeEntry(fields: Fields, problems: Problems): ProbeEntry | null {
  const [first, second] = PROBES.flatMap((kind): ProbeEntry[] => {
    const entry = fields.entries.get(kind);
    return entry === undefined ? [] : [{ kind, value: entry.value, span: entry.keySpan }];
  });
  if (first !== undefined && second === undefined) return first;
  if (first === undefined && fields.hasStranger) return null;
  problems.add('exactly-one', second?.span ?? fields.span, {
    what: 'A check',
    known: PROBES.join(', '),
    found: first === undefined ? 'none' : `${first.kind} and ${second?.kind ?? ''}`,
    advice: 'Write one check for each thing that is looked at.',
  });
  return null;
}

function readInterval(fields: Fields, key: string, standard: number, problems: Problems): number {
  const node = fields.entries.get(key)?.value;
  return (node && readDuration(node, key, problems, 0.1)) ?? standard;
}

function readExpect(fields: Fields, problems: Problems): 'open' | 'closed' {
  const entry = fields.entries.get('expect');
  if (entry === undefined) return 'open';
  const choice = readChoice(entry.value, 'expect', PORT_STATES, problems);
  const other = PROBES.find((kind) => kind !== 'tcp' && fields.entries.has(kind));
  if (other !== undefined) {
    const owner = 'tcp checks; an http check has "status" and "body", a dns check "addresses"';
    const what = `${other === 'http' || other === 'expr' ? 'an' : 'a'} ${other} check`;
    problems.add('key-not-here', entry.keySpan, { found: 'expect', what, owner });
  }
  return choice ?? 'open';
}
