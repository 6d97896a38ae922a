import type { CheckProbe } from '../../plan/plan.js';
import { cel, choice, duration, exactlyOne, integerValue, map, template } from './forms.js';
import type { JsonSchema, KeyTable } from './json-schema.js';
import { HTTP_CHECK } from './request-keys.js';
import { PORT_STATES, RECORD_TYPES } from './words.js';

export const TCP_KEYS: KeyTable = {
  host: template('Name or address of the machine.'),
  port: integerValue('The port, 1 to 65535.', 1, 65_535),
};

export const DNS_KEYS: KeyTable = {
  host: template('The name that is asked for.'),
  type: choice('The kind of record; default A.', RECORD_TYPES),
  addresses: {
    description: 'What the answer holds, in any order; without it any answer will do.',
    type: 'array',
    items: template('An address, or for CNAME a name.'),
    minItems: 1,
  },
};

/** The things that a check can look at, each under a key of its own. */
export const PROBE_KEYS: Readonly<Record<CheckProbe['kind'], JsonSchema>> = {
  tcp: map('Opens a TCP connection.', TCP_KEYS, { required: ['host', 'port'] }),
  http: HTTP_CHECK,
  dns: map('Asks the name servers of the worker.', DNS_KEYS, { required: ['host'] }),
  expr: cel('What must hold of what the run knows.'),
};

export const CHECK_KEYS: KeyTable = {
  ...PROBE_KEYS,
  expect: choice(
    'tcp only. open (default): the port answers. closed: it does not, as a fence before a failover.',
    PORT_STATES,
  ),
  every: duration('How long between two tries; default 5s.'),
  within: duration('When the check is given up and failed; default 5m.'),
};

/** The value of `check`. */
export const CHECK: JsonSchema = map(
  'Looks at a service again and again, until what is wanted holds or its time is over.',
  CHECK_KEYS,
  { ...exactlyOne(Object.keys(PROBE_KEYS)), dependencies: { expect: { required: ['tcp'] } } },
);
