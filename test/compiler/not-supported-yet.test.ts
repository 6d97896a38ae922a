import { describe, expect, it } from '@jest/globals';
import { completed, diagnose, marked } from './runbook-text.js';

const step = (keys: string) =>
  `targets:\n  db: { connection: em, cloudFailoverPlan: ERP }\nsteps:\n  - id: a\n    ${keys}\n`;
const http = (body: string) =>
  `steps:\n  - id: a\n    check: { http: { url: 'https://a', body: '${body}' } }\n`;

/** What drillbook/v1 has and this version has not, each with `┆` before the place. */
const LATER: readonly string[] = [
  '┆schedule: { mode: drill, cron: "0 3 * * SUN" }\n',
  step('┆approve: { message: Go, from: [dr-leads] }'),
  step('┆task: { do: Call the CIO }'),
  step('┆http: { url: x }'),
  step('┆notify: { webhook: ops }'),
  step('┆runbook: other.yaml'),
  step('failover: db\n    ┆when: run.mode == "live"'),
  step('failover: db\n    ┆retry: 2'),
  step('failover: db\n    ┆foreach: { items: x, as: y }'),
  step('check: { ┆dns: { name: x } }'),
  step('check: { ┆expr: run.id == "x" }'),
  'inputs:\n  earlier: { type: ┆run }\n',
  step("wait: '${{ ┆steps.a.output }}'"),
  step("wait: '${{ ┆targets.db }}'"),
  http('text.matches("x")').replace("'text", "'┆text"),
  http('timestamp(text) == timestamp(text)').replace("'time", "'┆time"),
];

describe('what this version does not know yet', () => {
  it.each(LATER)('has an error of its own, and no other: %s', (excerpt) => {
    const { source, line, column } = marked(completed(excerpt));

    const found = diagnose(source);

    expect(found).toEqual([{ code: 'not-supported-yet', at: `${line}:${column}` }]);
  });
});
