import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { plans } from './runbooks.js';
import { openSite, type Site } from './site.js';
import { until } from './until.js';

interface Listed {
  readonly schedules: readonly {
    readonly runbook: string;
    readonly paused: boolean;
    readonly note: string | null;
    readonly next: readonly string[];
    readonly stale: boolean | null;
    readonly planHash: string;
    readonly lastRuns: readonly { readonly id: string; readonly outcome: string | null }[];
  }[];
}

function runbook(tolerate: number, cron = '0 3 1 1 *'): string {
  return `apiVersion: drillbook/v1
id: nightly
title: Test of the databases
targets:
  databases: { connection: em, cloudFailoverPlan: ERP databases }
steps:
  - id: databases
    failover: databases
    machines: { tolerate: ${tolerate} }
schedule: { mode: drill, cron: '${cron}', timezone: Europe/Berlin }
`;
}

describe('drillbook schedule', () => {
  let site: Site;

  beforeAll(async () => {
    site = await openSite({ scenario: plans({ speed: 60, slowest: '10s' }) });
    await site.dev();
    await site.write('nightly.yaml', runbook(0));
  });

  afterAll(() => site.close());

  const listed = async () => {
    const { stdout } = await site.drillbook('schedule', 'list', '--json');
    return (JSON.parse(stdout) as Listed).schedules;
  };

  const triggered = async (): Promise<string> => {
    const { stdout } = await site.drillbook('schedule', 'trigger', 'nightly', '--json');
    return (JSON.parse(stdout) as { run: { id: string } }).run.id;
  };

  it('makes a schedule once, changes it, and pins its plan', async () => {
    const made = await site.drillbook('schedule', 'apply', 'nightly.yaml', '--as', 'anna');
    const again = await site.drillbook('schedule', 'apply', 'nightly.yaml');
    await site.write('nightly.yaml', runbook(1, '30 2 * * *'));
    const [stale] = await listed();
    const changed = await site.drillbook('schedule', 'apply', 'nightly.yaml');
    const [fresh] = await listed();

    expect(made.exitCode).toBe(0);
    expect(made.stdout).toContain('01-01 03:00:00 +01:00');
    expect(again.stdout).toContain('nothing changes');
    expect(stale).toMatchObject({ runbook: 'nightly', stale: true, paused: false });
    expect(changed.stdout).toContain('machines.tolerate: 0 -> 1');
    expect(fresh).toMatchObject({ stale: false });
    expect(fresh?.planHash).not.toBe(stale?.planHash);
    expect(fresh?.next).toHaveLength(5);
  });

  it('begins one drill at a time, whose run is a run like others', async () => {
    const id = await triggered();
    const second = await site.drillbook('schedule', 'trigger', 'nightly');
    const record = await site.recordWhen(id, ({ run }) => run.state === 'finished');

    expect(id).toMatch(/^nightly-/);
    expect(second).toMatchObject({ exitCode: 1 });
    expect(second.stderr).toContain(id);
    expect(record.run).toMatchObject({ outcome: 'succeeded', schedule: 'nightly', mode: 'drill' });
    expect(site.truth('ERP databases')).toMatchObject({ tested: 1, started: 0 });
  });

  it('is paused by a drill that does not end well, and by a person', async () => {
    const gate = "  - { id: gate, check: { expr: 'false', within: 1s } }\nschedule:";
    await site.write('nightly.yaml', runbook(0).replace('schedule:', gate));
    await site.drillbook('schedule', 'apply', 'nightly.yaml');
    const id = await triggered();
    const record = await site.recordWhen(id, ({ run }) => run.state === 'finished');
    const paused = await until('the schedule is paused', async () => {
      const [found] = await listed();
      return found?.paused === true ? found : null;
    });
    const resumed = await site.drillbook('schedule', 'resume', 'nightly', '--as', 'anna');
    const again = await site.drillbook('schedule', 'resume', 'nightly');
    await site.drillbook('schedule', 'pause', 'nightly', '--as', 'bob', '--reason', 'freeze');
    const shown = await site.drillbook('schedule', 'show', 'nightly');
    await site.drillbook('schedule', 'resume', 'nightly');

    expect(record.run.outcome).toBe('failed');
    expect(paused.next).toEqual([]);
    expect(resumed.exitCode).toBe(0);
    expect(again.exitCode).toBe(1);
    expect(shown.stdout).toContain('paused by bob');
  });

  it('shows a drill that was refused, and goes on', async () => {
    await site.write('live.yaml', runbook(0).replace('id: nightly', 'id: real'));
    const live = await site.drillbook('run', 'live.yaml', '--mode', 'live', '--yes');
    const id = await triggered();
    await site.recordWhen(id, ({ run }) => run.state === 'finished');
    const [schedule] = await listed();

    expect(live.exitCode).toBe(0);
    expect(schedule).toMatchObject({ paused: false });
    expect(schedule?.lastRuns[0]).toMatchObject({ id, outcome: 'refused' });
    expect(site.truth('ERP databases')).toMatchObject({ tested: 2, started: 1 });
  });

  it('is deleted, and not there any more', async () => {
    const deleted = await site.drillbook('schedule', 'delete', 'nightly');
    const gone = await site.drillbook('schedule', 'show', 'nightly');

    expect(deleted.exitCode).toBe(0);
    expect(gone.exitCode).toBe(3);
    expect(await listed()).toEqual([]);
  });
});
