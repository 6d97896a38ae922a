import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunRecord } from '../../plan/run-record.js';
import { openSite, type Site } from './site.js';

interface Results {
  readonly passed: number;
  readonly failed: number;
  readonly tests: readonly {
    readonly file: string;
    readonly name: string;
    readonly passed: boolean;
    readonly failures: readonly string[];
    readonly outcome: string | null;
  }[];
}

const RUNBOOK = `apiVersion: drillbook/v1
id: shop
objectives: { rto: 30m }
targets:
  db: { connection: em, cloudFailoverPlan: Shop }
steps:
  - id: go
    approve: { message: now?, from: [leads], min: 2, timeout: 1h }
  - id: db
    failover: db
    poll: 10s
    machines: { tolerate: 1 }
    timeout: 5m
  - id: booked
    http: { method: POST, url: 'https://cmdb.example.com/runs', body: { run: '\${{ run.id }}' } }
    modes: [live]
  - id: rest
    wait: { until: '2099-01-01T00:00:00Z' }
`;

const TESTS = `apiVersion: drillbook-test/v1
x-machines: &machines { a: { takes: 1m }, b: { result: hang }, c: {} }
defaults:
  mode: live
  groups: { leads: [one@example.com, two@example.com] }
tests:
  - name: two approve, one hangs for good, a person takes it as it is
    targets: { db: { machines: *machines, count: 4 } }
    answers:
      - { step: go, with: approve }
      - { step: go, with: approve }
      - { step: db, with: skip, after: 1m }
    outcome: degraded
    expect:
      - 'steps.db.machines.size() == 4'
      - 'steps.db.machines.exists(m, m.name == "b" && m.result == "unknown")'
      - 'approvals.map(a, a.by) == ["one@example.com", "two@example.com"]'
      - veeam.db.started == 1
  - name: one alone is not enough, and says no answer is left
    answers: [{ step: go, with: approve }, { step: go, with: skip, refused: false }]
    outcome: succeeded
  - name: what is expected is not so
    answers: [{ step: go, with: approve }, { step: go, with: approve }]
    outcome: failed
    expect:
      - run.outcome == "failed" || veeam.db.started > 1
      - steps.go.status == "succeeded"
  - name: a message that is sent and whose answer is lost is a person's to judge
    answers:
      - { step: go, with: approve }
      - { step: go, with: approve }
      - { step: booked, with: skip, reason: it is in the book }
    network: { booked: { fault: lost-answer } }
    outcome: degraded
    expect:
      - steps.booked.status == "skipped"
`;

describe('drillbook test', () => {
  let site: Site;
  let results: Results;

  beforeAll(async () => {
    site = await openSite({ scenario: 'speed: 60' });
    await site.write('shop.yaml', RUNBOOK);
    await site.write('shop.test.yaml', TESTS);
    // Nothing of the user's own Temporal or servers is touched.
    site.env['TEMPORAL_ADDRESS'] = '127.0.0.1:9';
    const argv = ['test', 'shop.yaml', '--json', '--junit', 'out.xml', '--records', 'records'];
    const ended = await site.drillbook(...argv);
    expect(ended.exitCode).toBe(1);
    results = JSON.parse(ended.stdout) as Results;
  });

  afterAll(() => site.close());

  const of = (words: string) => results.tests.find(({ name }) => name.includes(words));

  it('plays a run with people, faults and time, and judges it', () => {
    expect(of('two approve')).toMatchObject({ passed: true, failures: [], outcome: 'degraded' });
    expect(of('whose answer is lost')).toMatchObject({ passed: true, failures: [] });
    expect(results).toMatchObject({ passed: 2, failed: 2 });
  });

  it('says for whom a run would wait for ever, and what was refused', () => {
    const failures = of('not enough')?.failures.join('\n') ?? '';

    expect(failures).toContain('the answer "skip" at go was refused');
  });

  it('says what was found where an expectation does not hold', () => {
    expect(of('is not so')?.failures).toEqual([
      expect.stringContaining('outcome: expected failed, it is succeeded'),
      'run.outcome == "failed" || veeam.db.started > 1\n  run.outcome is "succeeded"\n  veeam.db.started is 1',
    ]);
  });

  it('writes JUnit’s XML and each run’s record', async () => {
    const xml = await readFile(path.join(site.folder, 'out.xml'), 'utf8');
    const folder = path.join(site.folder, 'records');
    const records = await Promise.all(
      (await readdir(folder)).map(
        async (name) => JSON.parse(await readFile(path.join(folder, name), 'utf8')) as RunRecord,
      ),
    );

    expect(xml).toContain('<testsuites name="drillbook test" tests="4" failures="2"');
    expect(xml).toContain('run.outcome is &quot;succeeded&quot;');
    expect(records).toHaveLength(4);
    expect(records.map(({ run }) => run.runbook)).toEqual(['shop', 'shop', 'shop', 'shop']);
  });

  it('finds the tests of the shipped runbooks right, and those that init writes', async () => {
    await site.drillbook('init', 'start');
    const shipped = new URL('../../runbooks/', import.meta.url).pathname;

    const ended = await site.drillbook('test', shipped, 'start', '--json', '--jobs', '4');

    const { tests } = JSON.parse(ended.stdout) as Results;
    expect(tests.filter(({ passed }) => !passed)).toEqual([]);
    expect(tests.length).toBeGreaterThan(25);
    expect(new Set(tests.map(({ file }) => file)).size).toBe(8);
    expect(ended.exitCode).toBe(0);
  });
});
