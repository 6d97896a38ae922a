import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CommandProcess } from './command-process.js';
import { processesNaming } from './processes-naming.js';
import { CLOUD, CLOUD_RUNBOOK, plans } from './runbooks.js';
import { openSite, type Site } from './site.js';

const RUN = ['run', 'databases.yaml', '--mode', 'live', '--yes', '--id', 'databases-1'];

describe('Ctrl-C in the middle of a live run', () => {
  let site: Site;
  let dev: CommandProcess;

  beforeAll(async () => {
    site = await openSite({ scenario: plans({ speed: 1, slowest: '25s' }) });
    await site.write('databases.yaml', CLOUD_RUNBOOK);
    dev = await site.dev();
  });

  afterAll(() => site.close());

  it('stops following, with exit code 0, and says how to follow again', async () => {
    const run = site.begin(RUN);
    await run.wrote('sql01  running');

    run.interrupt();
    const { exitCode, stdout, stderr } = await run.ended;

    expect(exitCode).toBe(0);
    expect(stdout).toBe('');
    expect(stderr).toContain('stopped following; the run goes on');
    expect(stderr).toContain('drillbook status databases-1 --watch');
  });

  it('does not stop the run', async () => {
    const record = await site.record('databases-1');

    expect(record.run).toMatchObject({ state: 'running', outcome: null });
    expect(site.truth(CLOUD).state).toBe('running');
  });

  it('stops dev, worker and server, with exit code 0', async () => {
    dev.interrupt();
    const { exitCode, stderr } = await dev.ended;

    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/stopped\n$/);
    expect(await processesNaming(site.folder)).toEqual([]);
  });

  it('lets the run go on, to a good end, when dev is started anew', async () => {
    dev = await site.dev();

    const follow = await site.drillbook('status', 'databases-1', '--watch');

    expect(follow.exitCode).toBe(0);
    expect(follow.stdout).toMatch(/^SUCCEEDED {2}live of databases, run databases-1\n/);
    expect(site.truth(CLOUD)).toMatchObject({ started: 1, undone: 0 });
  });
});
