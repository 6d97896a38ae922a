import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CommandProcess } from './command-process.js';
import { configText, openSite, type Site } from './site.js';
import { until } from './until.js';

const SCENARIO = `speed: 60
vmReplicas:
  - { name: web01, takes: 20s }
  - { name: web02, takes: 20s }
  - { name: db01, takes: 20s }
`;

const runbook = (id: string, connection: string, names: string): string => `apiVersion: drillbook/v1
id: ${id}
targets:
  web: { connection: ${connection}, vmReplicas: [${names}], rehearse: skip }
defaults: { timeout: 10m, poll: 1s }
steps:
  - id: web
    failover: web
    concurrency: 2
    machines: { tolerate: 1 }
`;

// Two connections to one server: what is held and marked goes by the connection's name.
const config = (url: string): string => configText({ em: url, em2: url });

describe('replicas, by the built command', () => {
  let site: Site;
  let dev: CommandProcess;
  beforeAll(async () => {
    site = await openSite({ scenario: SCENARIO, config });
    await site.write('web.yaml', runbook('web', 'em', 'web01, web02'));
    await site.write('db.yaml', runbook('db', 'em2', 'db01'));
  });

  afterAll(() => site.close());

  const targets = async () => {
    const { stdout } = await site.drillbook('targets', '--json');
    const found = JSON.parse(stdout) as { targets: { target: string; name: string }[] };
    return found.targets;
  };
  const started = (name: string) =>
    site.simulator.truth().replicas.find((replica) => replica.name === name)?.started;

  it('skips them in a drill, and fails them over live', async () => {
    dev = await site.dev();

    const drill = await site.drillbook('run', 'web.yaml', '--mode', 'drill', '--json');
    const live = await site.drillbook(
      ...['run', 'web.yaml', '--mode', 'live', '--yes', '--json', '--id', 'web-1'],
    );

    expect(drill.exitCode).toBe(0);
    expect(JSON.parse(drill.stdout)).toMatchObject({ steps: [{ status: 'skipped' }] });
    expect(live.exitCode).toBe(0);
    expect(JSON.parse(live.stdout)).toMatchObject({
      run: { outcome: 'succeeded' },
      steps: [
        {
          machines: [
            { name: 'web01', result: 'succeeded' },
            { name: 'web02', result: 'succeeded' },
          ],
        },
      ],
    });
  });

  it('lists each machine that is failed over, and releases one or all', async () => {
    const before = await targets();

    const one = await site.drillbook(
      ...['release', 'em/replicas/web01', '--reason', 'back', '--yes', '--json'],
    );
    const between = await targets();
    const again = await site.drillbook('run', 'web.yaml', '--mode', 'live', '--yes', '--json');
    const all = await site.drillbook('release', 'em/replicas', '--reason', 'back', '--yes');

    expect(before).toMatchObject([
      { target: 'em/replicas/web01', name: 'web01', failedOverBy: 'web-1', heldBy: null },
      { target: 'em/replicas/web02', name: 'web02', failedOverBy: 'web-1', heldBy: null },
    ]);
    expect(one).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(one.stdout)).toMatchObject({ released: 'em/replicas/web01' });
    expect(between.map(({ name }) => name)).toEqual(['web02']);
    expect(JSON.parse(again.stdout)).toMatchObject({
      run: { outcome: 'degraded' },
      steps: [{ machines: [{ result: 'succeeded' }, { result: 'skipped' }] }],
    });
    expect(all).toMatchObject({ exitCode: 0, stdout: 'em/replicas is released\n' });
    expect(await targets()).toEqual([]);
    expect([started('web01'), started('web02')]).toEqual([2, 1]);
  });

  it('asks a person when the worker is killed after a start was sent, before its answer', async () => {
    site.simulator.addFault({ kind: 'delayAfter', seconds: 600, match: { action: 'failover' } });
    await site.drillbook(
      ...['run', 'db.yaml', '--mode', 'live', '--yes', '--detach', '--id', 'db-1'],
    );
    await until('the start was carried out', () => started('db01') === 1);
    dev.kill('SIGKILL');
    await dev.ended;
    await site.dev();

    const paused = await site.recordWhen('db-1', ({ run }) => run.state !== 'running');
    const resolve = await site.drillbook('resolve', 'db-1', '--with', 'adopt', '--reason', 'seen');
    const follow = await site.drillbook('status', 'db-1', '--watch', '--json');

    expect(paused).toMatchObject({
      run: { state: 'paused' },
      steps: [{ machines: [{ name: 'db01', result: 'unknown' }] }],
      waitingFor: [{ step: 'web', kind: 'unknown' }],
    });
    expect(JSON.stringify(paused.waitingFor)).toMatch(/restoreSessions/);
    expect(resolve.exitCode).toBe(0);
    expect(JSON.parse(follow.stdout)).toMatchObject({ run: { outcome: 'succeeded' } });
    expect(started('db01')).toBe(1);
  });
});
