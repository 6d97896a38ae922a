import type { ExpressionScope } from '../../plan/expression.js';
import { humanDuration } from '../../plan/duration.js';
import type { CheckProbe } from '../../plan/plan.js';
import type { DocNode, Span } from '../document-node.js';
import type { Problems } from '../problems.js';
import type { CheckAction } from '../runbook.js';
import type { Fields } from './fields.js';
import { readFields } from './fields.js';
import { readHttp, readTcp } from './probes.js';
import { readChoice, readDuration } from './scalars.js';

const SHAPE = {
  what: 'a check',
  known: ['tcp', 'http', 'expect', 'every', 'within'],
  later: { dns: 'Checks of this version: tcp, http.', expr: 'Checks of this version: tcp, http.' },
  elsewhere: {
    timeout: 'the step; how long a check is repeated is said by "within"',
    status: 'the map of http',
    body: 'the map of http',
    url: 'the map of http',
    method: 'the map of http',
    host: 'the map of tcp',
    port: 'the map of tcp',
  },
};

const PROBES = ['tcp', 'http'] as const;

/** Seconds between two tries, and until a check is given up. */
const EVERY_SECONDS = 5;
const WITHIN_SECONDS = 300;

/** Reads `check: { tcp | http, expect, every, within }`. */
export function readCheck(
  node: DocNode,
  verbSpan: Span,
  scope: ExpressionScope,
  problems: Problems,
): CheckAction | null {
  const fields = readFields(node, SHAPE, problems);
  if (fields === null) return null;
  const probe = readProbe(fields, scope, problems);
  const every = readInterval(fields, 'every', EVERY_SECONDS, problems);
  const within = readInterval(fields, 'within', WITHIN_SECONDS, problems);
  const expect = readExpect(fields, problems);
  const span = fields.entries.get('every')?.keySpan ?? fields.entries.get('within')?.keySpan;
  if (every > within && span !== undefined) {
    problems.add('bad-interval', span, {
      first: 'every',
      firstValue: humanDuration(every),
      second: 'within',
      secondValue: humanDuration(within),
    });
  }
  if (probe === null) return null;
  return { verb: 'check', verbSpan, probe, expect, everySeconds: every, withinSeconds: within };
}

function readProbe(fields: Fields, scope: ExpressionScope, problems: Problems): CheckProbe | null {
  const [first, second] = PROBES.flatMap((kind) => fields.entries.get(kind) ?? []);
  if (first !== undefined && second === undefined) {
    return first.key === 'tcp'
      ? readTcp(first.value, scope, problems)
      : readHttp(first.value, scope, problems);
  }
  if (first === undefined && fields.hasStranger) return null;
  problems.add('exactly-one', second?.keySpan ?? fields.span, {
    what: 'A check',
    known: PROBES.join(', '),
    found: first === undefined ? 'none' : PROBES.join(' and '),
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
  const choice = readChoice(entry.value, 'expect', ['open', 'closed'], problems);
  if (fields.entries.has('http')) {
    const owner = 'tcp checks; an http check has "status" and "body"';
    problems.add('key-not-here', entry.keySpan, { found: 'expect', what: 'an http check', owner });
  }
  return choice ?? 'open';
}
