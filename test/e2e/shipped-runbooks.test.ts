import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunRecord } from '../../plan/run-record.js';
import { openSite, type Site } from './site.js';

const KEY = 'canary-8Lm2-key';

/** What the runbooks name, on one simulated server that three connections reach. */
const SCENARIO = `speed: 60
console: { apiKeys: [{ key: ${KEY} }] }
backupServers: [{ name: srv13.tech.local }]
cloudFailoverPlans:
  - { name: ERP databases, tenant: ABC Company, backupServer: srv13.tech.local, machines: [{ name: sql01, takes: 20s }, { name: sql02, takes: 10s }] }
  - { name: Branch offices, tenant: ABC Company, backupServer: srv13.tech.local, machines: [{ name: fs01, takes: 20s }] }
`;

const SHIPPED = ['drill-with-approvals.yaml', 'failback-preparation.yaml'];

/** All that ship are played by `drillbook test` (runbook-tests.test.ts); these two need people at every turn. */
describe('runbooks that ship, run as they are', () => {
  let site: Site;

  beforeAll(async () => {
    site = await openSite({
      scenario: SCENARIO,
      role: 'PortalAdministrator',
      config: (url, consoleUrl) => {
        const em = `{ type: enterprise-manager, url: '${url}', username: dr, password: { env: E2E_EM_PASSWORD }, evidenceLag: 2s }`;
        return `connections:
  dr-em: ${em}
  demo-em: ${em}
  msp: { type: service-provider-console, url: '${consoleUrl}', apiKey: { env: E2E_KEY }, evidenceLag: 2s, collectLag: 5s }
people: { groups: { dr-leads: [lead@example.com], dbas: [dba@example.com] } }
notifications:
  ops-chat: { type: webhook, url: { env: NO_SUCH_URL } }
`;
      },
    });
    site.env['E2E_KEY'] = KEY;
    for (const name of SHIPPED) {
      const from = new URL(`../../runbooks/${name}`, import.meta.url);
      const text = await readFile(from, 'utf8');
      // Here one user of the operating system is both who starts and who approves.
      await site.write(name, text.replace('notRequester: true', 'notRequester: false'));
    }
    await site.dev();
  });

  afterAll(() => site.close());

  const begin = (...args: readonly string[]) => site.drillbook('run', ...args, '--detach', '--yes');
  const waitsFor = (run: string, step: string) =>
    site.recordWhen(run, ({ waitingFor }) => waitingFor.some((one) => one.step === step));
  const ended = (run: string) => site.recordWhen(run, ({ run: { state } }) => state === 'finished');
  const approve = (run: string) => site.drillbook('approve', run, '--as', 'lead@example.com');
  const answer = (run: string) =>
    site.drillbook('answer', run, '--with', 'done', '--as', 'dba@example.com');
  const statuses = ({ steps }: RunRecord) =>
    Object.fromEntries(steps.map(({ id, status }) => [id, status]));

  it('drill-with-approvals.yaml asks two people, tests and tells', async () => {
    const id = 'quarterly-drill-1';
    await begin(
      'drill-with-approvals.yaml',
      '--mode',
      'drill',
      '--id',
      id,
      '--input',
      'ticket=CHG1',
    );
    await waitsFor(id, 'go');
    await approve(id);
    await waitsFor(id, 'judged');
    await answer(id);
    const record = await ended(id);

    expect(record.run.outcome).toBe('succeeded');
    expect(record.cleanup.verdict).toBe('clean');
    expect(site.truth('ERP databases')).toMatchObject({ tested: 1, started: 0 });
    expect(record.notifications).toMatchObject([{ channel: 'ops-chat', sent: false }]);
  });

  it('failback-preparation.yaml undoes what an earlier run failed over, after people said so', async () => {
    await site.write(
      'over.yaml',
      `apiVersion: drillbook/v1
id: over
targets: { databases: { connection: dr-em, cloudFailoverPlan: ERP databases } }
steps: [{ id: databases, failover: databases }]
`,
    );
    await site.drillbook('run', 'over.yaml', '--mode', 'live', '--yes', '--id', 'over-1');
    const id = 'failback-preparation-1';
    const begun = await begin(
      ...['failback-preparation.yaml', '--mode', 'live', '--id', id, '--input', 'failover=over-1'],
    );
    await waitsFor(id, 'production_ready');
    await answer(id);
    await waitsFor(id, 'go');
    await approve(id);
    await site.recordWhen(id, (record) => statuses(record)['back'] === 'succeeded');
    // Nothing answers at the host of the example.
    await site.drillbook('abort', id);
    const record = await ended(id);

    expect(begun.exitCode).toBe(0);
    expect(statuses(record)).toMatchObject({ right_run: 'succeeded', still_there: 'succeeded' });
    expect(site.truth('ERP databases')).toMatchObject({ started: 1, undone: 1, state: 'ready' });
  });
});
