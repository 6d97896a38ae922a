import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { plans } from './runbooks.js';
import { openSite, PASSWORD, type Site } from './site.js';

describe('drillbook import', () => {
  let site: Site;

  beforeAll(async () => {
    site = await openSite({ scenario: plans({ speed: 60, slowest: '10s' }) });
    await site.dev();
  });

  afterAll(() => site.close());

  it('writes a runbook that is checked and drilled as it stands', async () => {
    const imported = await site.drillbook('import', '--connection', 'em', '-o', 'em.yaml');
    const checked = await site.drillbook('check', 'em.yaml');
    const drilled = await site.drillbook(
      'run',
      'em.yaml',
      '--mode',
      'drill',
      '--id',
      'em-failover-1',
    );

    expect(imported.exitCode).toBe(0);
    expect(checked.exitCode).toBe(0);
    expect(drilled.exitCode).toBe(0);
    // What has no test is left out of the drill.
    expect(site.truth('ERP databases')).toMatchObject({ tested: 1, started: 0 });
    expect(site.truth('ERP portal')).toMatchObject({ tested: 0, started: 0 });
  });

  it('gives the runbook alone on stdout', async () => {
    const { exitCode, stdout } = await site.drillbook('import', '--connection', 'em');

    const file = await readFile(join(site.folder, 'em.yaml'), 'utf8');
    expect(exitCode).toBe(0);
    expect(stdout.replace(/^# {3}read .*$/m, '')).toBe(file.replace(/^# {3}read .*$/m, ''));
  });

  it('shows no secret', async () => {
    expect(await site.findText(PASSWORD)).toEqual([]);
  });
});
