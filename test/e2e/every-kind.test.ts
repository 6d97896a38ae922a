import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunRecord } from '../../plan/run-record.js';
import { openSite, PASSWORD, type Site } from './site.js';

const KEY = 'canary-5Kq9-key';

const SCENARIO = `speed: 60
console: { apiKeys: [{ key: ${KEY} }] }
cloudFailoverPlans:
  - { name: ERP databases, machines: [{ name: sql01, takes: 20s }, { name: sql02, takes: 10s }] }
  - { name: Branch offices, tenant: Tenant B, machines: [{ name: fs01, takes: 20s }] }
failoverPlans:
  - { name: ERP portal, machines: [{ name: web01, takes: 10s }] }
vmReplicas: [{ name: app01, takes: 20s, points: [5m] }, { name: app02, takes: 20s, points: [2h] }]
vAppReplicas: [{ name: Shop, takes: 20s, vms: [shop01] }]
cdpReplicas: [{ name: orders01, takes: 20s }]
`;

const RUNBOOK = `apiVersion: drillbook/v1
id: site
objectives: { rpo: 1h }
targets:
  databases: { connection: em, cloudFailoverPlan: ERP databases }
  portal: { connection: em, failoverPlan: ERP portal, rehearse: start-and-undo, confirm: { connection: msp, spcFailoverPlan: ERP portal } }
  branches: { connection: msp, spcFailoverPlan: Branch offices }
  apps: { connection: em, vmReplicas: [app01, app02], rehearse: skip }
  shop: { connection: em, vAppReplicas: [Shop], rehearse: skip }
  orders: { connection: em, cdpReplicas: [orders01], rehearse: skip }
defaults: { timeout: 5m, poll: 1s }
steps:
  - { id: ready, readiness: all }
  - { id: databases, failover: databases }
  - { id: portal, needs: [ready], failover: portal }
  - { id: branches, needs: [ready], failover: branches }
  - { id: apps, needs: [ready], failover: apps, concurrency: 2 }
  - { id: shop, needs: [apps], failover: shop }
  - { id: orders, needs: [shop], failover: orders }
`;

const statuses = ({ steps }: RunRecord) =>
  Object.fromEntries(steps.map((step) => [step.id, step.status]));

describe('one runbook with every kind of target, on both servers', () => {
  let site: Site;

  beforeAll(async () => {
    site = await openSite({
      scenario: SCENARIO,
      role: 'PortalAdministrator',
      config: (url, consoleUrl) => `connections:
  em: { type: enterprise-manager, url: '${url}', username: dr, password: { env: E2E_EM_PASSWORD }, evidenceLag: 2s }
  msp: { type: service-provider-console, url: '${consoleUrl}', apiKey: { env: E2E_KEY }, evidenceLag: 2s, collectLag: 5s }
`,
    });
    site.env['E2E_KEY'] = KEY;
    await site.write('site.yaml', RUNBOOK);
    await site.dev();
  });

  afterAll(() => site.close());

  it('is drilled: what has a test is tested, and nothing is left over', async () => {
    const drill = await site.drillbook(
      ...['run', 'site.yaml', '--mode', 'drill', '--id', 'site-1', '--json'],
    );
    const record = JSON.parse(drill.stdout) as RunRecord;

    expect(drill.exitCode).toBe(0);
    expect(statuses(record)).toEqual({
      ...{ ready: 'succeeded', databases: 'succeeded', portal: 'succeeded', branches: 'succeeded' },
      ...{ apps: 'skipped', shop: 'skipped', orders: 'skipped' },
    });
    expect(record.cleanup.verdict).toBe('clean');
    expect(site.truth('ERP databases')).toMatchObject({ tested: 1, started: 0 });
    expect(site.truth('Branch offices')).toMatchObject({ tested: 1, started: 0 });
    expect(site.truth('ERP portal')).toMatchObject({ started: 1, undone: 1 });
    const findings = JSON.stringify(record.steps[0]?.output['findings']);
    expect(findings).toContain('restore points older than the RPO of 1h: app02 2h');
    expect(findings).toContain('no restore session of them runs');
  });

  it('is run for real: each is started once, and each machine has a result', async () => {
    const live = await site.drillbook(
      ...['run', 'site.yaml', '--mode', 'live', '--yes', '--id', 'site-2', '--json'],
    );
    const record = JSON.parse(live.stdout) as RunRecord;

    expect(live.exitCode).toBe(0);
    expect(record.run.outcome).toBe('succeeded');
    const results = record.steps.flatMap(({ machines }) => machines.map(({ result }) => result));
    expect(results).toEqual(Array.from({ length: 8 }, () => 'succeeded'));
    expect(site.truth('ERP databases')).toMatchObject({ tested: 1, started: 1 });
    expect(site.truth('Branch offices')).toMatchObject({ tested: 1, started: 1 });
    expect(site.truth('ERP portal')).toMatchObject({ started: 2, undone: 1 });
    const started = site.simulator
      .truth()
      .replicas.map(({ name, started: times }) => [name, times]);
    expect(Object.fromEntries(started)).toEqual({ app01: 1, app02: 1, Shop: 1, orders01: 1 });
    const points = record.objectives.rpo;
    expect(points.met).toBe(false);
  });

  it('keeps every secret to itself', async () => {
    expect(await site.findText(PASSWORD)).toEqual([]);
    expect(await site.findText(KEY)).toEqual([]);
  });
});
