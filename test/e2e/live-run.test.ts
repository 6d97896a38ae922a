import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expectedRecord, ISO_TIME } from './expected-record.js';
import type { Ended } from './command-process.js';
import { PLAIN, PLAIN_RUNBOOK, plans } from './runbooks.js';
import { openSite, PASSWORD, type Site } from './site.js';

describe('a live run of a plain plan, from the shell', () => {
  let site: Site;
  let target: string;

  beforeAll(async () => {
    site = await openSite({ scenario: plans({ speed: 60, slowest: '20s' }) });
    target = site.truth(PLAIN).id;
    await site.write('portal.yaml', PLAIN_RUNBOOK);
    await site.dev();
  });

  afterAll(() => site.close());

  it('lists no run, and no target, before the first one', async () => {
    const [runs, targets] = await Promise.all([
      site.drillbook('runs', '--json'),
      site.drillbook('targets', '--json'),
    ]);

    expect(JSON.parse(runs.stdout)).toEqual({ runs: [] });
    expect(JSON.parse(targets.stdout)).toEqual({ targets: [] });
  });

  it('is refused without --yes where there is no terminal, and starts nothing', async () => {
    const { exitCode, stdout, stderr } = await site.drillbook(
      ...['run', 'portal.yaml', '--mode', 'live', '--id', 'portal-never'],
    );

    expect(exitCode).toBe(3);
    expect(stdout).toBe('');
    expect(stderr).toContain('This live run of portal really fails over:');
    expect(stderr).toContain('give --yes to confirm');
    expect(site.truth(PLAIN).started).toBe(0);
  });

  it('starts the plan once and ends degraded, because the server tells of no machine', async () => {
    const run = await site.drillbook(
      ...['run', 'portal.yaml', '--mode', 'live', '--yes', '--id', 'portal-1'],
      ...['--as', 'dr-lead@example.com', '--reason', 'the fire drill', '--json'],
    );

    expect(run.exitCode).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({ run: { outcome: 'degraded' } });
    expect(site.truth(PLAIN)).toMatchObject({ started: 1, undone: 0, state: 'failedOver' });
  });

  it('leaves the record of the documented form', async () => {
    const status = await site.drillbook('status', 'portal-1', '--json');

    expect(status.exitCode).toBe(0);
    expect(status.stderr).toBe('');
    expect(JSON.parse(status.stdout)).toEqual(expectedRecord('portal-1'));
  });

  it('has the identity of what was planned: plan hash and the hash of the file', async () => {
    const plan = await site.drillbook('plan', 'portal.yaml', '--mode', 'live', '--json');
    const { run } = await site.record('portal-1');

    const bytes = await readFile(path.join(site.folder, 'portal.yaml'));
    const sha256 = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    expect(JSON.parse(plan.stdout)).toMatchObject({ planHash: run.planHash, runbookHash: sha256 });
    expect(run.runbookHash).toBe(sha256);
  });

  it('is listed by runs as the run part of its record', async () => {
    const { stdout } = await site.drillbook('runs', '--json');

    const { run } = await site.record('portal-1');
    expect(JSON.parse(stdout)).toEqual({ runs: [run] });
  });

  it('has a report, as a page and for a CI', async () => {
    const report = await site.drillbook(
      ...['report', 'portal-1', '--html', 'portal.html', '--junit', '-', '--json', 'portal.json'],
    );
    const page = await readFile(path.join(site.folder, 'portal.html'), 'utf8');
    const record: unknown = JSON.parse(
      await readFile(path.join(site.folder, 'portal.json'), 'utf8'),
    );

    expect(report.exitCode).toBe(0);
    expect(report.stdout).toContain('<testsuites name="live of portal"');
    expect(record).toEqual(expectedRecord('portal-1'));
    expect(page).toContain('degraded');
    // The ids of its calls are in it, and the journal's head.
    expect(page).toContain('start, accepted');
    expect(page).toContain((await site.record('portal-1')).chain.head);
  });

  it('marks its target as failed over', async () => {
    const { stdout } = await site.drillbook('targets', '--json');

    expect(JSON.parse(stdout)).toEqual({
      targets: [
        {
          ...{ target, name: PLAIN, connection: 'em', heldBy: null },
          ...{ failedOverBy: 'portal-1', since: expect.stringMatching(ISO_TIME) },
        },
      ],
    });
  });

  it('keeps a drill from starting the same plan: refused, exit code 1', async () => {
    const drill = await site.drillbook(
      ...['run', 'portal.yaml', '--mode', 'drill', '--id', 'portal-2', '--json'],
    );

    expect(drill.exitCode).toBe(1);
    expect(JSON.parse(drill.stdout)).toMatchObject({
      run: {
        ...{ mode: 'drill', state: 'finished', outcome: 'refused' },
        message: expect.stringContaining('failed over since'),
      },
    });
    expect(site.truth(PLAIN)).toMatchObject({ started: 1, undone: 0 });
  });

  it('can not be released without a reason', async () => {
    const withoutReason = await site.drillbook('release', target, '--yes');

    expect(withoutReason.exitCode).toBe(3);
    expect(withoutReason.stderr).toContain('release needs --reason');
  });

  it('is released by CONNECTION/NAME, and then drilled again', async () => {
    const release = await site.drillbook(
      ...['release', `em/${PLAIN}`, '--reason', 'moved back by hand'],
    );
    const again = await site.drillbook('release', `em/${PLAIN}`, '--reason', 'twice', '--yes');
    const drill: Ended = await site.drillbook(
      ...['run', 'portal.yaml', '--mode', 'drill', '--id', 'portal-3', '--json'],
    );

    expect(release).toMatchObject({ exitCode: 0, stdout: `em/${PLAIN} is released\n` });
    expect(again.exitCode).toBe(3);
    expect(drill.exitCode).toBe(0);
    expect(JSON.parse(drill.stdout)).toMatchObject({ cleanup: { verdict: 'clean' } });
    expect(site.truth(PLAIN)).toMatchObject({ started: 2, undone: 1 });
  });

  it('is undone by a run that names it, once', async () => {
    const live = ['run', 'portal.yaml', '--mode', 'live', '--yes', '--id', 'portal-5'];
    await site.drillbook(...live);
    const asked = await site.drillbook('undo', 'portal-5');
    const undone = await site.drillbook('undo', 'portal-5', '--yes', '--json');
    const again = await site.drillbook('undo', 'portal-5', '--yes');

    expect(asked.exitCode).toBe(3);
    expect(asked.stderr).toContain('all changes since');
    expect(undone.exitCode).toBe(0);
    expect(JSON.parse(undone.stdout)).toMatchObject({
      run: { runbook: 'portal-undo', mode: 'live', outcome: 'succeeded', undoes: 'portal-5' },
    });
    expect(again.exitCode).toBe(1);
    expect(site.truth(PLAIN)).toMatchObject({ started: 3, undone: 2 });
  });

  it('uses an id once: a second run of that id is wrong use', async () => {
    const { exitCode, stderr } = await site.drillbook(
      ...['run', 'portal.yaml', '--mode', 'drill', '--id', 'portal-3'],
    );

    expect(exitCode).toBe(3);
    expect(stderr).toContain('run id portal-3 exists already');
  });

  it('prints the id, and nothing else, with --detach --json', async () => {
    const run = await site.drillbook(
      ...['run', 'portal.yaml', '--mode', 'drill', '--id', 'portal-4', '--detach', '--json'],
    );
    const follow = await site.drillbook('status', 'portal-4', '--watch');

    expect(run.exitCode).toBe(0);
    expect(JSON.parse(run.stdout)).toEqual({ run: { id: 'portal-4' } });
    expect(follow.exitCode).toBe(0);
  });

  it('leaves the password nowhere: no output, log, record or history', async () => {
    const found = await site.findText(PASSWORD);

    expect(found).toEqual([]);
  });

  it('leaves the person and the reason where they can be found', async () => {
    const found = await site.findText('the fire drill');

    expect(found).toContain('records/portal-1.json');
    expect(found.filter((name) => name.startsWith('site.db'))).not.toEqual([]);
  });
});
