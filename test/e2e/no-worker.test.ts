import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CommandProcess } from './command-process.js';
import { CLOUD, CLOUD_RUNBOOK, PLAIN_RUNBOOK, plans } from './runbooks.js';
import { configText, openSite, type Site } from './site.js';

const FOLLOW = ['status', 'databases-1', '--watch', '--json'];

describe('Temporal without a worker for the runs', () => {
  let site: Site;
  let dev: CommandProcess;

  beforeAll(async () => {
    site = await openSite({
      scenario: plans({ speed: 20, slowest: '10m' }),
      config: (url) => `temporal: { taskQueue: ours }\n${configText({ em: url })}`,
    });
    await site.write('databases.yaml', CLOUD_RUNBOOK);
    await site.write('portal.yaml', PLAIN_RUNBOOK);
    await site.write('elsewhere.yaml', 'temporal: { taskQueue: elsewhere }\n');
    dev = await site.dev();
    await site.drillbook('run', 'portal.yaml', '--mode', 'drill', '--id', 'portal-1');
    await site.drillbook(
      ...['run', 'databases.yaml', '--mode', 'live', '--yes', '--id', 'databases-1', '--detach'],
    );
    await site.recordWhen('databases-1', ({ steps }) => (steps[0]?.machines ?? []).length > 0);
    dev.interrupt();
    await dev.ended;
    // The same server, and a worker that serves another task queue.
    dev = await site.dev('--config', 'elsewhere.yaml');
  });

  afterAll(() => site.close());

  it('still shows the whole record of a run that is over, made from its history', async () => {
    const { exitCode, stdout } = await site.drillbook('status', 'portal-1', '--json');

    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      run: { id: 'portal-1', state: 'finished', outcome: 'degraded' },
      steps: [{ id: 'portal', machines: [{ name: 'web01' }, { name: 'web02' }] }],
    });
  });

  it('shows of an open run what Temporal knows, and marks it so', async () => {
    const { exitCode, stdout } = await site.drillbook('status', 'databases-1', '--json');

    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      partial: true,
      run: { id: 'databases-1', state: 'running' },
      temporal: { status: 'RUNNING' },
    });
  });

  it('records nothing of what people say, and says so: exit code 3', async () => {
    const skip = await site.drillbook('skip', 'databases-1');

    expect(skip).toMatchObject({ exitCode: 3, stdout: '' });
    expect(skip.stderr).toContain('no worker answers, nothing was recorded');
  });

  it('lists runs and targets all the same', async () => {
    const [runs, targets] = await Promise.all([
      site.drillbook('runs', '--json'),
      site.drillbook('targets', '--json'),
    ]);

    expect(JSON.parse(runs.stdout)).toMatchObject({
      runs: [{ id: 'databases-1' }, { id: 'portal-1' }],
    });
    expect(JSON.parse(targets.stdout)).toMatchObject({
      targets: [
        { connection: 'em', heldBy: 'databases-1' },
        { name: 'tenant ABC Company', heldBy: 'databases-1' },
      ],
    });
  });

  it('lets a target be unlocked that a run holds which nobody serves', async () => {
    const unlock = await site.drillbook(
      ...['unlock', site.truth(CLOUD).id, '--reason', 'the worker is gone', '--yes'],
    );
    const { stdout } = await site.drillbook('targets', '--json');

    expect(unlock).toMatchObject({ exitCode: 0, stdout: `em/${CLOUD} is free\n` });
    const { targets } = JSON.parse(stdout) as { targets: { target: string; heldBy: unknown }[] };
    expect(targets.find(({ target }) => target === site.truth(CLOUD).id)).toMatchObject({
      heldBy: null,
      failedOverBy: 'databases-1',
    });
  });

  it('keeps an abort for the worker to come', async () => {
    const abort = await site.drillbook('abort', 'databases-1', '--json');
    dev.interrupt();
    await dev.ended;
    dev = await site.dev();
    const follow = await site.drillbook(...FOLLOW);

    expect(abort.exitCode).toBe(0);
    expect(JSON.parse(abort.stdout)).toEqual({ verb: 'abort', cancelRequested: true });
    expect(follow.exitCode).toBe(1);
    expect(JSON.parse(follow.stdout)).toMatchObject({ run: { outcome: 'aborted' } });
    expect(site.truth(CLOUD)).toMatchObject({ started: 1, undone: 0 });
  });
});
