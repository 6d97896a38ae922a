import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CLOUD, CLOUD_RUNBOOK, PLAIN, PLAIN_RUNBOOK, plans } from './runbooks.js';
import { configText, openSite, type Site } from './site.js';
import { until } from './until.js';

// A connection for each, because starts of one logon session go one after the other.
const config = (url: string): string => configText({ em: url, em2: url });
const PLAIN_AT_EM2 = PLAIN_RUNBOOK.replace('connection: em,', 'connection: em2,');

describe('live runs whose worker is killed after the start was sent, before its answer', () => {
  let site: Site;

  beforeAll(async () => {
    site = await openSite({ scenario: plans({ speed: 20, slowest: '20s' }), config });
    await site.write('databases.yaml', CLOUD_RUNBOOK);
    await site.write('portal.yaml', PLAIN_AT_EM2);
    site.simulator.addFault({
      kind: 'delayAfter',
      seconds: 600,
      times: 2,
      match: { method: 'POST', action: 'start' },
    });
    const dev = await site.dev();
    await Promise.all(
      ['databases', 'portal'].map((id) =>
        site.drillbook(
          ...['run', `${id}.yaml`, '--mode', 'live', '--yes', '--detach', '--id', `${id}-1`],
        ),
      ),
    );
    await until('both starts were carried out', () =>
      [CLOUD, PLAIN].every((plan) => site.truth(plan).started === 1),
    );
    dev.kill('SIGKILL');
    await dev.ended;
    await site.dev();
  });

  afterAll(() => site.close());

  it('adopts the session of a cloud plan as evidence, and ends well', async () => {
    const follow = await site.drillbook('status', 'databases-1', '--watch', '--json');

    expect(follow.exitCode).toBe(0);
    expect(JSON.parse(follow.stdout)).toMatchObject({
      run: { outcome: 'succeeded' },
      steps: [{ status: 'succeeded', output: { evidence: 'session' } }],
    });
  });

  it('waits for a person where a plain plan leaves no evidence, and shows what it knows', async () => {
    const record = await site.recordWhen('portal-1', ({ run }) => run.state !== 'running');

    expect(record).toMatchObject({
      run: { state: 'paused', outcome: null },
      waitingFor: [{ step: 'portal', kind: 'unknown', choices: ['adopt', 'resend', 'skip'] }],
    });
  });

  it('ends after the person said: adopt', async () => {
    const resolve = await site.drillbook(
      ...['resolve', 'portal-1', '--with', 'adopt', '--reason', 'seen in the console'],
    );
    const follow = await site.drillbook('status', 'portal-1', '--watch', '--json');

    expect(resolve).toMatchObject({ exitCode: 0, stdout: 'resolve accepted for step portal\n' });
    expect(follow.exitCode).toBe(0);
    expect(JSON.parse(follow.stdout)).toMatchObject({
      run: { outcome: 'degraded' },
      steps: [{ status: 'degraded' }],
      interventions: [{ command: 'resolve', accepted: true, reason: 'seen in the console' }],
    });
  });

  it('started each plan exactly once', () => {
    expect(site.truth(CLOUD)).toMatchObject({ started: 1, undone: 0 });
    expect(site.truth(PLAIN)).toMatchObject({ started: 1, undone: 0 });
  });
});
