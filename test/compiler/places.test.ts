import { describe, expect, it } from '@jest/globals';
import { completed, diagnose, marked } from './runbook-text.js';

const TARGET = 'targets:\n  db: { connection: em, cloudFailoverPlan: ERP }\n';
const STEP = `${TARGET}steps:\n  - id: db\n    failover: db\n`;

const WEB = 'targets:\n  web: { connection: em, vmReplicas: [web01, web02], rehearse: skip }\n';
const REPLICAS = `${WEB}steps:\n  - id: web\n    failover: web\n`;
const SPC = 'targets:\n  spc: { connection: msp, spcFailoverPlan: Offices }\n';
const UPDATE = `modes: [live]\n${SPC}steps:\n  - id: hook\n    update: spc\n`;

/** What is wrong, the code, and a runbook with `┆` before the place. */
const CASES: readonly (readonly [string, string, string])[] = [
  ['an unknown key at the top', 'unknown-key', '┆titel: x\n'],
  [
    'an unknown key in a target',
    'unknown-key',
    'targets:\n  db: { connection: em, cloudFailoverPlan: ERP, ┆lables: [a] }\n',
  ],
  ['an unknown key in defaults', 'unknown-key', 'defaults: { ┆pol: 1s }\n'],
  [
    'an unknown key in an input',
    'unknown-key',
    'inputs:\n  a: { type: string, default: x, ┆patern: x }\n',
  ],
  ['an unknown key in machines', 'unknown-key', `${STEP}    machines: { ┆tolerates: 1 }\n`],
  ['a key of another verb', 'key-not-here', 'steps:\n  - id: a\n    wait: 1s\n    ┆machines: {}\n'],
  [
    'a check key beside the check',
    'key-not-here',
    'steps:\n  - id: a\n    check: { tcp: { host: h, port: 1 } }\n    ┆within: 5m\n',
  ],
  [
    'expect on an http check',
    'key-not-here',
    "steps:\n  - id: a\n    check: { http: { url: 'https://a' }, ┆expect: closed }\n",
  ],
  [
    'a tenant on a plain plan',
    'key-not-here',
    'targets:\n  db: { connection: em, failoverPlan: ERP, rehearse: skip, ┆tenant: t }\n',
  ],
  ['a wrong apiVersion', 'unknown-value', 'apiVersion: ┆drillbook/v2\nid: example\n'],
  ['a runbook id with an underscore', 'bad-id', 'apiVersion: drillbook/v1\nid: ┆a_b\n'],
  [
    'a target id with a hyphen',
    'bad-id',
    'targets:\n  ┆my-db: { connection: em, cloudFailoverPlan: ERP }\n',
  ],
  ['an input named by a word of CEL', 'bad-id', 'inputs:\n  ┆in: { type: string, default: x }\n'],
  ['a step named by a word of CEL', 'bad-id', 'steps:\n  - id: ┆loop\n    wait: 1s\n'],
  [
    'a plan name that is a boolean',
    'quote-it',
    'targets:\n  db: { connection: em, cloudFailoverPlan: ┆true }\n',
  ],
  ['a machine that is a number', 'quote-it', `${STEP}    machines: { critical: [┆007] }\n`],
  [
    'a connection that is null',
    'quote-it',
    'targets:\n  db: { connection: ┆null, cloudFailoverPlan: ERP }\n',
  ],
  [
    'a label that is not there',
    'empty-value',
    'targets:\n  db: { connection: em, cloudFailoverPlan: ERP, labels: [┆""] }\n',
  ],
  ['a duration without a unit', 'bad-duration', 'defaults: { poll: ┆10 }\n'],
  [
    'a time without an offset',
    'bad-datetime',
    "steps:\n  - id: a\n    wait: { until: ┆'2026-11-21T03:00:00' }\n",
  ],
  [
    'a day that does not exist',
    'bad-datetime',
    "steps:\n  - id: a\n    wait: { until: ┆'2026-02-30T03:00:00Z' }\n",
  ],
  ['a percentage over 100', 'bad-tolerance', `${STEP}    machines: { tolerate: ┆101% }\n`],
  ['a negative tolerance', 'bad-tolerance', `${STEP}    machines: { tolerate: ┆-1 }\n`],
  ['a broken number of machines', 'bad-tolerance', `${STEP}    machines: { tolerate: ┆1.5 }\n`],
  [
    'a port that is text',
    'wrong-type',
    "steps:\n  - id: a\n    check: { tcp: { host: h, port: ┆'22' } }\n",
  ],
  [
    'a method that changes something',
    'unknown-value',
    "steps:\n  - id: a\n    check: { http: { url: 'https://a', method: ┆POST } }\n",
  ],
  [
    'a URL of another scheme',
    'bad-url',
    "steps:\n  - id: a\n    check: { http: { url: ┆'ftp://a' } }\n",
  ],
  [
    'a URL whose text begins otherwise',
    'bad-url',
    "steps:\n  - id: a\n    check: { http: { url: ┆'a/${{ run.id }}' } }\n",
  ],
  ['two verbs', 'exactly-one', `${TARGET}steps:\n  - id: a\n    failover: db\n    ┆wait: 1s\n`],
  [
    'two kinds of target',
    'exactly-one',
    'targets:\n  db: { connection: em, cloudFailoverPlan: A, ┆failoverPlan: B }\n',
  ],
  ['no kind of target', 'exactly-one', 'targets:\n  db: { ┆connection: em }\n'],
  ['no probe', 'exactly-one', 'steps:\n  - id: a\n    check: { ┆within: 1m }\n'],
  ['a step that is a text', 'wrong-type', 'steps:\n  - ┆wait\n'],
  ['targets that are a list', 'wrong-type', 'targets:\n  - ┆db\n'],
  ['readiness of nothing', 'wrong-type', `${TARGET}steps:\n  - id: a\n    readiness: ┆[]\n`],
  [
    'a need twice',
    'duplicate-item',
    'steps:\n  - id: a\n    wait: 1s\n  - id: b\n    needs: [a, ┆a]\n    wait: 1s\n',
  ],
  [
    'an id of steps used in always',
    'duplicate-id',
    'steps:\n  - id: a\n    wait: 1s\nalways:\n  - id: ┆a\n    wait: 1s\n',
  ],
  ['a step that needs itself', 'cycle', 'steps:\n  - id: a\n    needs: [┆a]\n    wait: 1s\n'],
  [
    'readiness of an unknown target',
    'unknown-target',
    `${TARGET}steps:\n  - id: a\n    readiness: [db, ┆dc]\n`,
  ],
  [
    'an undo of an unknown target',
    'unknown-target',
    `${TARGET}steps:\n  - id: a\n    modes: [live]\n    undo: ┆dc\n`,
  ],
  [
    'an always step that needs a step',
    'not-in-always',
    'steps:\n  - id: a\n    wait: 1s\nalways:\n  - id: b\n    needs: [┆a]\n    wait: 1s\n',
  ],
  [
    'onFailure in always',
    'not-in-always',
    'steps:\n  - id: a\n    wait: 1s\nalways:\n  - id: b\n    onFailure: ┆abort\n    wait: 1s\n',
  ],
  ['onFailure: undo as a default', 'undo-on-failure', 'defaults: { onFailure: ┆undo }\n'],
  [
    'an input with min above max',
    'input-conflict',
    'inputs:\n  a: { type: integer, ┆min: 5, max: 4 }\n',
  ],
  [
    'a pattern on a number',
    'input-conflict',
    "inputs:\n  a: { type: integer, ┆pattern: '^1', default: 4 }\n",
  ],
  [
    'a default outside the enum',
    'bad-default',
    'inputs:\n  a: { type: string, enum: [x, y], default: ┆z }\n',
  ],
  [
    'a default below min',
    'bad-default',
    'inputs:\n  a: { type: duration, min: 1m, default: ┆30s }\n',
  ],
  [
    'a typo in an expression',
    'bad-expression',
    "steps:\n  - id: a\n    wait: { until: '${{ run.┆startdAt }}' }\n",
  ],
  [
    'an expression that ends too early',
    'bad-expression',
    "steps:\n  - id: a\n    wait: { until: '${{ run.id ┆+ }}' }\n",
  ],
  [
    'inputs in a body',
    'bad-expression',
    "steps:\n  - id: a\n    check: { http: { url: 'https://a', body: '┆inputs.x == 1' } }\n",
  ],
  [
    'a body that is no condition',
    'expression-type',
    "steps:\n  - id: a\n    check: { http: { url: 'https://a', body: '┆text' } }\n",
  ],
  [
    'a list inside a text',
    'expression-type',
    "inputs:\n  l: { type: list, default: [a] }\nsteps:\n  - id: a\n    check: { tcp: { host: 'x${{ ┆inputs.l }}', port: 1 } }\n",
  ],
  [
    'an expression that another one hides',
    'bad-expression',
    "steps:\n  - id: a\n    check: { tcp: { host: '${{ run.id }}.${{ run.┆ip }}', port: 1 } }\n",
  ],
  [
    'an expression in double quotes with an escape',
    'bad-expression',
    'steps:\n  - id: a\n    check: { tcp: { host: "x\\t${{ run.┆ip }}", port: 1 } }\n',
  ],
  [
    'an expression in a block text',
    'bad-expression',
    'steps:\n  - id: a\n    check:\n      tcp:\n        port: 1\n        host: >-\n          web-${{ run.┆ip }}\n',
  ],
  [
    'a tenant on replicas',
    'key-not-here',
    'targets:\n  web: { connection: em, vmReplicas: [a], rehearse: skip, ┆tenant: t }\n',
  ],
  [
    'a confirmation of a cloud plan',
    'key-not-here',
    'targets:\n  db: { connection: em, cloudFailoverPlan: ERP, ┆confirm: { connection: msp, spcFailoverPlan: x } }\n',
  ],
  [
    'a confirmation without a plan',
    'missing-key',
    'targets:\n  p: { connection: em, failoverPlan: P, rehearse: skip, confirm: { ┆connection: msp } }\n',
  ],
  [
    'a confirmation by the same server',
    'connection-conflict',
    'targets:\n  p: { connection: em, failoverPlan: P, rehearse: skip, ┆confirm: { connection: em, spcFailoverPlan: P } }\n',
  ],
  [
    'a tenant beside a company',
    'exactly-one',
    'targets:\n  spc: { connection: msp, spcFailoverPlan: P, tenant: a, ┆company: a }\n',
  ],
  [
    'the same replica twice',
    'duplicate-item',
    'targets:\n  web: { connection: em, vmReplicas: [a, ┆a], rehearse: skip }\n',
  ],
  [
    'replicas that are no list',
    'wrong-type',
    'targets:\n  web: { connection: em, cdpReplicas: ┆a, rehearse: skip }\n',
  ],
  [
    'no replicas',
    'empty-value',
    'targets:\n  web: { connection: em, vAppReplicas: ┆[], rehearse: skip }\n',
  ],
  [
    'a replica that is a number',
    'quote-it',
    'targets:\n  web: { connection: em, vmReplicas: [┆7], rehearse: skip }\n',
  ],
  [
    'a misspelt kind',
    'unknown-key',
    'targets:\n  web: { connection: em, ┆vmReplica: [a], rehearse: test }\n',
  ],
  [
    'a test of replicas',
    'no-test',
    'targets:\n  web: { connection: em, vmReplicas: [a], rehearse: ┆test }\n',
  ],
  [
    'replicas that a drill really fails over',
    'no-undo',
    'targets:\n  web: { connection: em, vmReplicas: [a], rehearse: ┆start-and-undo }\n',
  ],
  ['an undo of replicas', 'no-undo', `${REPLICAS}  - id: back\n    undo: ┆web\n`],
  ['replicas to be undone on failure', 'no-undo', `${REPLICAS}    onFailure: ┆undo\n`],
  ['a concurrency on a plan', 'only-for-replicas', `${STEP}    ┆concurrency: 5\n`],
  ['a retry of a plan', 'only-for-replicas', `${STEP}    machines: { ┆retry: 1 }\n`],
  ['a concurrency of none', 'out-of-range', `${REPLICAS}    concurrency: ┆0\n`],
  ['too many retries', 'out-of-range', `${REPLICAS}    machines: { retry: ┆11 }\n`],
  [
    'a concurrency on a wait',
    'key-not-here',
    'steps:\n  - id: a\n    wait: 1s\n    ┆concurrency: 5\n',
  ],
  [
    'a moment for VM replicas',
    'only-for-cdp',
    `${REPLICAS}    restorePoint: { ┆at: 2026-11-21T03:00:00Z }\n`,
  ],
  ['a consistent state of a plan', 'only-for-cdp', `${STEP}    restorePoint: ┆latestConsistent\n`],
  [
    'both a moment and a bound',
    'exactly-one',
    `${REPLICAS}    restorePoint: { before: 2026-11-21T03:00:00Z, ┆at: 2026-11-21T03:00:00Z }\n`,
  ],
  [
    'a moment that may be null',
    'null-value',
    "inputs:\n  t: { type: datetime }\ntargets:\n  c: { connection: em, cdpReplicas: [a], rehearse: skip }\nsteps:\n  - id: c\n    failover: c\n    restorePoint: { at: '${{ ┆inputs.t }}' }\n",
  ],
  [
    'a critical machine that is no replica of the target',
    'unknown-machine',
    `${REPLICAS}    machines: { critical: [web01, ┆web03] }\n`,
  ],
  ['an update that changes nothing', 'missing-key', UPDATE.replace('update', '┆update')],
  [
    'an update of a plan that has no commands',
    'no-update',
    `${TARGET}steps:\n  - id: hook\n    modes: [live]\n    update: ┆db\n    preFailoverCommand: x\n`,
  ],
  [
    'an update of an unknown target',
    'unknown-target',
    `${UPDATE.replace('update: spc', 'update: ┆spd')}    preFailoverCommand: x\n`,
  ],
  ['a command of blanks', 'empty-value', `${UPDATE}    preFailoverCommand: ┆'  '\n`],
  [
    'onFailure: undo on an update',
    'undo-on-failure',
    `${UPDATE}    preFailoverCommand: x\n    onFailure: ┆undo\n`,
  ],
  [
    'an update in always',
    'not-in-always',
    `modes: [live]\n${SPC}steps:\n  - id: a\n    wait: 1s\nalways:\n  - id: hook\n    ┆update: spc\n    preFailoverCommand: x\n`,
  ],
  ['a command on a failover', 'key-not-here', `${STEP}    ┆preFailoverCommand: x\n`],
];

describe('the place of a diagnostic', () => {
  it.each(CASES)('is exact for %s', (_what, code, excerpt) => {
    const { source, line, column } = marked(completed(excerpt));

    const found = diagnose(source);

    expect(found).toEqual([{ code, at: `${line}:${column}` }]);
  });

  it('counts lines that end with CRLF', () => {
    const source = completed('titel: x\n').replaceAll('\n', '\r\n');

    expect(diagnose(source)).toEqual([{ code: 'unknown-key', at: '3:1' }]);
  });

  it('points at the anchor where an aliased value is written', () => {
    const { source, line, column } = marked(
      completed(
        `x-base: &base { connection: em, ┆lables: [a] }\ntargets:\n  db: { <<: *base, cloudFailoverPlan: ERP }\n`,
      ),
    );

    expect(diagnose(source)).toEqual([{ code: 'unknown-key', at: `${line}:${column}` }]);
  });
});
