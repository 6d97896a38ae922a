import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CommandProcess } from './command-process.js';
import { processesNaming } from './processes-naming.js';
import { CLOUD, CLOUD_RUNBOOK, plans } from './runbooks.js';
import { openSite, type Site } from './site.js';
import { until } from './until.js';

describe('a live run whose worker is killed while its failover is followed', () => {
  let site: Site;
  let dev: CommandProcess;

  beforeAll(async () => {
    site = await openSite({ scenario: plans({ speed: 1, slowest: '35s' }) });
    await site.write('databases.yaml', CLOUD_RUNBOOK);
  });

  afterAll(() => site.close());

  it('goes on by itself when dev is started anew, and ends well', async () => {
    dev = await site.dev();
    await site.drillbook(
      ...['run', 'databases.yaml', '--mode', 'live', '--yes', '--id', 'databases-1', '--detach'],
    );
    await site.recordWhen('databases-1', ({ steps }) =>
      (steps[0]?.machines ?? []).some(({ result }) => result === 'running'),
    );

    dev.kill('SIGKILL');
    await dev.ended;
    dev = await site.dev();
    const follow = await site.drillbook('status', 'databases-1', '--watch', '--json');

    expect(follow.exitCode).toBe(0);
    expect(JSON.parse(follow.stdout)).toMatchObject({
      run: { state: 'finished', outcome: 'succeeded' },
      steps: [{ status: 'succeeded', attempts: 1, output: { evidence: 'answer' } }],
    });
  });

  it('started the failover exactly once', () => {
    expect(site.truth(CLOUD)).toMatchObject({ started: 1, tested: 0, undone: 0 });
  });

  it('leaves no server behind when dev is killed', async () => {
    const database = `${site.folder}/site.db`;
    const before = await processesNaming(database);

    dev.kill('SIGKILL');

    expect(before).not.toEqual([]);
    await until('the server is gone', async () => (await processesNaming(database)).length === 0);
  });
});
