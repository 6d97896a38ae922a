import { describe, expect, it } from '@jest/globals';
import { completed, diagnose, marked } from './runbook-text.js';

const TARGETS =
  'targets:\n  db: { connection: em, cloudFailoverPlan: ERP, labels: [tier1] }\n  web: { connection: em, vmReplicas: [a, b], rehearse: skip }\n';
const INPUTS =
  'inputs:\n  t: { type: string, required: true }\n  n: { type: integer, default: 1 }\n  l: { type: list, default: [] }\n';
const step = (keys: string) => `${INPUTS}${TARGETS}steps:\n  - id: a\n    ${keys}\n`;
const approve = (keys: string) =>
  step(`approve: { message: Go, from: [leads], timeout: 5m${keys} }`);
const http = (keys: string) => step(`http: { url: 'https://a'${keys} }`);
const notify = (keys: string) => step(`notify: { ${keys} }`);
const each = (foreach: string, keys: string) => step(`foreach: { ${foreach} }\n    ${keys}`);
const schedule = (keys: string) =>
  `schedule: { mode: drill, timezone: UTC, ${keys} }\nsteps:\n  - id: a\n    wait: 1s\n`;
const cron = (keys: string) => schedule(`cron: '0 3 * * 0', ${keys}`);
const child = (keys: string) => step(`runbook: child.yaml\n    ${keys}`);

const CHILD = completed(
  'inputs:\n  site: { type: string, required: true }\n  port: { type: integer, default: 1, max: 9 }\n  at: { type: datetime }\n  all: { type: list }\n',
);
const files = (path: string) => (path === 'child.yaml' ? CHILD : null);

/** What is wrong, the code, and a runbook with `┆` before the place. */
const CASES: readonly (readonly [string, string, string])[] = [
  // approve and task
  [
    'an approval without a message',
    'missing-key',
    step('approve: { ┆from: [leads], timeout: 5m }'),
  ],
  [
    'an approval by nobody',
    'empty-value',
    step('approve: { message: Go, timeout: 5m, from: ┆[] }'),
  ],
  ['an unknown key of an approval', 'unknown-key', approve(', ┆notrequester: true')],
  ['a time limit beside an approval', 'key-not-here', `${approve('')}    ┆timeout: 5m\n`],
  ['an approval by no one at all', 'out-of-range', approve(', min: ┆0')],
  ['a word for silence that there is not', 'unknown-value', approve(', onTimeout: ┆go')],
  [
    'silence without a time limit',
    'missing-key',
    step('approve: { message: Go, from: [leads], ┆onTimeout: abort }'),
  ],
  ['a reminder each second', 'out-of-range', approve(', remindEvery: ┆1s')],
  ['a retry of an approval', 'key-refused', `${approve('')}    ┆retry: 1\n`],
  ['an approval that may fail', 'key-refused', `${approve('')}    onFailure: ┆continue\n`],
  [
    'an approval in always',
    'not-in-always',
    `${step('wait: 1s')}always:\n  - id: b\n    ┆approve: { message: Go, from: [x], timeout: 1m }\n`,
  ],
  [
    'a task in always',
    'not-in-always',
    `${step('wait: 1s')}always:\n  - id: b\n    ┆task: { do: Call }\n`,
  ],
  ['a task without work', 'missing-key', step('task: { ┆from: [leads] }')],
  ['a retry of a task', 'key-refused', `${step('task: { do: Call }')}    ┆retry: 1\n`],

  // http
  ['an http step without a url', 'missing-key', step('http: { ┆method: GET }')],
  ['a method that there is not', 'unknown-value', http(', method: ┆FETCH')],
  ['a path without a connection', 'bad-url', step('http: { url: ┆/records }')],
  ['a body of a GET', 'key-not-here', http(', ┆body: x')],
  [
    'a body in a check of the answer',
    'expression-wrapped',
    http(", expect: { body: ┆'${{ json.ok }}' }"),
  ],
  ['a body that is wrong CEL', 'bad-expression', http(", expect: { body: 'json.ok && ┆tex' }")],
  ['a status that there is not', 'out-of-range', http(', expect: { status: [200, ┆99] }')],
  ['a header without a name', 'bad-header', http(', headers: { ┆"a b": x }')],
  ['a header twice', 'duplicate-item', http(', headers: { Accept: x, ┆accept: y }')],
  ['a header that is a number', 'quote-it', http(', headers: { X-Port: ┆1 }')],
  [
    'a secret in a header',
    'secret-in-runbook',
    http(', headers: { Authorization: ┆Basic YTpiYmJiYmI= }'),
  ],
  ...[
    'X-Auth',
    'X-Rundeck-Auth',
    'X-Auth-Key',
    'Ocp-Apim-Subscription-Key',
    'X-Vault-Token',
    'Cookie',
  ].map((name): [string, string, string] => [
    `a secret in the header ${name}`,
    'secret-in-runbook',
    http(`, headers: { ${name}: ┆hunter22 }`),
  ]),
  [
    'a secret in an expression',
    'secret-in-runbook',
    http(', headers: { X-Token: ┆\'${{ "hunter22" }}\' }'),
  ],
  [
    'a secret in a body',
    'secret-in-runbook',
    http(', method: POST, body: { user: x, password: ┆hunter2 }').replace(
      '    http',
      '    modes: [live]\n    http',
    ),
  ],
  [
    'a secret in a body that is a text',
    'secret-in-runbook',
    http(`, method: POST, body: ┆'{"api_key": "hunter2"}'`),
  ],
  ['a secret in a form', 'secret-in-runbook', http(', method: POST, body: ┆password=hunter2&a=b')],
  [
    'an expression inside a body',
    'bad-expression',
    http(", method: POST, body: { a: [1, '${{ inputs.┆x }}'] }"),
  ],
  ['a retry of a POST', 'key-refused', `${http(', method: POST')}    drill: run\n    ┆retry: 1\n`],
  ['the wait of a check', 'key-not-here', http(', ┆within: 5m')],
  ['drill on a wait', 'key-not-here', `${step('wait: 1s')}    ┆drill: run\n`],

  // notify
  ['a notice by nothing', 'exactly-one', notify('┆message: x')],
  ['a notice by two', 'exactly-one', notify('message: x, slack: a, ┆email: b')],
  ['a notice without words', 'missing-key', notify('┆slack: a')],
  ['a subject of a webhook', 'key-not-here', notify('webhook: a, message: x, ┆subject: y')],
  ['an address of a notice', 'key-not-here', notify("webhook: a, message: x, ┆url: 'https://a'")],
  [
    'a notice that may fail',
    'key-refused',
    `${notify('slack: a, message: x')}    onFailure: ┆pause\n`,
  ],
  [
    'a message that is a list',
    'expression-type',
    notify("slack: a, message: 'x ${{ ┆inputs.l }}'"),
  ],

  // checks
  ['a dns check without a host', 'missing-key', step('check: { dns: { ┆type: A } }')],
  [
    'a record type that there is not',
    'unknown-value',
    step('check: { dns: { host: h, type: ┆AAA } }'),
  ],
  ['addresses that are no list', 'wrong-type', step('check: { dns: { host: h, addresses: ┆x } }')],
  ['expect on a dns check', 'key-not-here', step('check: { dns: { host: h }, ┆expect: closed }')],
  ['an expr that is no condition', 'expression-type', step('check: { expr: ┆inputs.t }')],
  ['an expr in its wrapper', 'expression-wrapped', step("check: { expr: ┆'${{ true }}' }")],
  ['two checks', 'exactly-one', step('check: { tcp: { host: h, port: 1 }, ┆expr: true }')],

  // when and retry
  ['a when that is a text', 'expression-type', `${step('wait: 1s')}    when: ┆inputs.t\n`],
  [
    'a when of the item that is a text',
    'expression-type',
    each('items: [db], as: x', 'wait: 1s\n    when: ┆x'),
  ],
  [
    'a when of no item',
    'bad-expression',
    each('items: [db], as: x', 'wait: 1s\n    when: ┆y == "db"'),
  ],
  [
    'a wait for what is no duration in any item',
    'expression-type',
    each('items: [1, 2], as: x', "wait: ┆'${{ x }}'"),
  ],
  [
    'a wait for a choice of texts that are no durations',
    'expression-type',
    `inputs:\n  w: { type: string, enum: [soon, late], required: true }\nsteps:\n  - id: a\n    wait: ┆'\${{ inputs.w }}'\n`,
  ],
  [
    'an item compared with another type',
    'bad-expression',
    each('items: [1, 2], as: x', `wait: 1s\n    when: '┆x == "a"'`),
  ],
  ['a when in its wrapper', 'expression-wrapped', `${step('wait: 1s')}    when: ┆'\${{ true }}'\n`],
  [
    'a status that there is not',
    'bad-expression',
    `${step('wait: 1s')}  - id: b\n    when: steps.a.status == ┆"sucess"\n    wait: 1s\n`,
  ],
  [
    'too many retries',
    'out-of-range',
    `${step('check: { tcp: { host: h, port: 1 } }')}    retry: ┆11\n`,
  ],
  [
    'retries without a number',
    'missing-key',
    `${step('check: { tcp: { host: h, port: 1 } }')}    retry: { ┆every: 5s }\n`,
  ],
  ['a retry of a plan', 'key-refused', `${step('failover: db')}    ┆retry: 1\n`],
  ['a retry of replicas', 'key-refused', `${step('failover: web')}    ┆retry: 1\n`],
  ['a retry of a runbook', 'key-refused', child('with: { site: x }\n    ┆retry: 1')],

  // foreach
  ['a foreach without a name', 'missing-key', each('┆items: [a]', 'wait: 1s')],
  ['a foreach over no list', 'expression-type', each('items: ┆inputs.t, as: x', 'wait: 1s')],
  ['a foreach over nothing', 'empty-value', each('items: ┆[], as: x', 'wait: 1s')],
  [
    'a label that nothing has',
    'empty-value',
    each(`items: '┆targets.withLabel("x")', as: x`, 'wait: 1s'),
  ],
  ['an item twice', 'duplicate-item', each('items: [a, ┆a], as: x', 'wait: 1s')],
  ['a name that is taken', 'bad-id', each('items: [a], as: ┆steps', 'wait: 1s')],
  ['a name of a type of CEL', 'bad-id', each('items: [a], as: ┆string', 'wait: 1s')],
  [
    'a key that is no text',
    'expression-type',
    each('items: [a], as: x, key: ┆x == "a"', 'wait: 1s'),
  ],
  ['a name that is not the item', 'bad-expression', each('items: [a], as: x', "wait: '${{ ┆y }}'")],
  [
    'an item that is no duration',
    'expression-type',
    each('items: [[1]], as: x', "wait: '${{ ┆[x] }}'"),
  ],
  [
    'an item that is no target',
    'unknown-target',
    each('items: [db, ┆dv], as: x', 'failover: ${{ x }}'),
  ],
  ['an item that is no text', 'wrong-type', each('items: [db, ┆1], as: x', 'failover: ${{ x }}')],
  [
    'a target that is put together',
    'target-not-item',
    each('items: [db], as: x', "failover: ┆'${{ x }}x'"),
  ],
  [
    'targets that are not known yet',
    'items-not-fixed',
    each('items: inputs.l, as: x', 'failover: ┆${{ x }}'),
  ],
  [
    'the item of foreach among other targets of readiness',
    'expression-not-here',
    each('items: [db], as: x', "readiness: [┆'${{ x }}', web]"),
  ],
  [
    'an expression as target without foreach',
    'expression-not-here',
    step('failover: ┆${{ inputs.t }}'),
  ],
  [
    'an undo of replicas among the items',
    'no-undo',
    each('items: [db, ┆web], as: x', 'modes: [live]\n    undo: ${{ x }}').replace(
      'steps:\n',
      'steps:\n  - id: w\n    wait: 1s\n',
    ),
  ],
  [
    'a list that never ends',
    'out-of-range',
    each(`items: [┆${Array.from({ length: 1001 }, (_, at) => at).join(', ')}], as: x`, 'wait: 1s'),
  ],
  ['too many at a time', 'out-of-range', each('items: [a], as: x, concurrency: ┆101', 'wait: 1s')],

  // other runbooks
  ['a runbook that is not there', 'unknown-runbook', step('runbook: ┆other.yaml')],
  ['a runbook that is no YAML file', 'bad-runbook-path', step('runbook: ┆/etc/passwd')],
  ['a required input that is not given', 'missing-input', step('runbook: ┆child.yaml')],
  ['an input that there is not', 'unknown-input', child('with: { site: x, ┆sit: y }')],
  ['an input of another type', 'bad-default', child('with: { site: x, port: ┆a }')],
  ['an input out of its bounds', 'bad-default', child('with: { site: x, port: ┆10 }')],
  ['an input that must be quoted', 'quote-it', child('with: { site: ┆5 }')],
  ['an expression of another type', 'expression-type', child("with: { site: '${{ ┆inputs.n }}' }")],
  ['a text for a number', 'expression-type', child("with: { site: x, port: ┆'1${{ inputs.n }}' }")],
  [
    'an input that may be null',
    'null-value',
    `inputs:\n  o: { type: string }\nsteps:\n  - id: a\n    runbook: child.yaml\n    with: { site: '\${{ ┆inputs.o }}' }\n`,
  ],
  ['with beside another verb', 'key-not-here', `${step('wait: 1s')}    ┆with: { a: 1 }\n`],
  [
    'another runbook in always',
    'not-in-always',
    `${step('wait: 1s')}always:\n  - id: b\n    ┆runbook: child.yaml\n    with: { site: x }\n`,
  ],

  // the schedule
  [
    'a schedule without a time zone',
    'missing-key',
    "schedule: { ┆mode: drill, cron: '0 3 * * *' }\n",
  ],
  ['a schedule without a time', 'exactly-one', 'schedule: { ┆mode: drill, timezone: UTC }\n'],
  [
    'a schedule with two times',
    'exactly-one',
    schedule("cron: '0 3 * * *', ┆calendar: { hour: 3 }"),
  ],
  [
    'a live schedule',
    'schedule-not-drill',
    "schedule: { mode: ┆live, cron: '0 3 * * *', timezone: UTC }\n",
  ],
  [
    'a schedule of a runbook that is never a drill',
    'schedule-not-drill',
    "modes: [live]\n┆schedule: { mode: drill, cron: '0 3 * * *', timezone: UTC }\n",
  ],
  ['a cron of six fields', 'bad-cron', schedule("cron: ┆'0 0 3 * * *'")],
  ['a cron of another dialect', 'bad-cron', schedule("cron: ┆'0 3 L * *'")],
  ['a cron of the 25th hour', 'bad-cron', schedule("cron: ┆'0 25 * * *'")],
  ['a cron that never comes', 'bad-cron', schedule("cron: ┆'0 3 30 2 *'")],
  ['the seventh day of the week', 'bad-cron', schedule("cron: ┆'0 3 * * 7'")],
  [
    'an offset as time zone',
    'bad-timezone',
    "schedule: { mode: drill, cron: '0 3 * * *', timezone: ┆'+01:00' }\n",
  ],
  ['runs beside each other', 'unknown-value', cron('overlap: ┆allow')],
  ['a catch-up too short', 'out-of-range', cron('catchup: ┆1s')],
  [
    'an exception that ends before it begins',
    'out-of-range',
    cron('except: [{ from: 2026-12-24, to: ┆2026-12-20 }]'),
  ],
  ['a day that does not exist', 'bad-day', cron('except: [{ from: ┆2026-02-30, to: 2026-12-20 }]')],
  ['a calendar without an hour', 'missing-key', schedule('calendar: { ┆minute: 5 }')],
  [
    'a day of the week that there is not',
    'wrong-type',
    schedule('calendar: { hour: 3, dayOfWeek: ┆SOMEDAY }'),
  ],
  ['a range turned around', 'wrong-type', schedule('calendar: { hour: ┆9-3 }')],
  [
    'a required input of a schedule',
    'missing-input',
    `${INPUTS}┆schedule: { mode: drill, cron: '0 3 * * *', timezone: UTC }\n`.replace(
      '┆schedule: { ',
      'schedule: { ┆',
    ),
  ],
  ['an unknown input of a schedule', 'unknown-input', cron('inputs: { ┆x: 1 }')],
];

describe('the place of a diagnostic', () => {
  it.each(CASES)('is exact for %s', (_what, code, excerpt) => {
    const { source, line, column } = marked(completed(excerpt));

    const found = diagnose(source, null, { files }).filter(
      (one) => !/^(?:failover-un|step-never-dr)/.test(one.code),
    );

    expect(found).toEqual([{ code, at: `${line}:${column}` }]);
  });
});
