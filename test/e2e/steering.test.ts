import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openSite, type Site } from './site.js';

/** Two plans, each with a machine that fails until it is told otherwise. */
const SCENARIO = `speed: 60
cloudFailoverPlans:
  - name: ERP databases
    machines: [{ name: sql01, takes: 10s, result: failed, message: No space left }]
  - name: ERP web
    tenant: Another Company
    machines: [{ name: web01, takes: 10s, result: failed }]
`;

const RUNBOOK = `apiVersion: drillbook/v1
id: erp
targets:
  databases: { connection: em, cloudFailoverPlan: ERP databases }
  web: { connection: em, cloudFailoverPlan: ERP web }
defaults: { timeout: 10m, poll: 1s }
steps:
  - id: databases
    failover: databases
    onFailure: pause
  - id: web
    needs: []
    failover: web
    onFailure: pause
`;

const ONE = RUNBOOK.slice(0, RUNBOOK.indexOf('  - id: web')).replace('id: erp', 'id: one');

describe('a run that is held because a machine failed', () => {
  let site: Site;
  let run: string;
  let count = 0;

  beforeAll(async () => {
    site = await openSite({ scenario: SCENARIO });
    await site.write('erp.yaml', RUNBOOK);
    await site.write('one.yaml', ONE);
    await site.dev();
  });

  afterAll(() => site.close());

  /** Starts a drill and waits until this many of its steps are held. */
  async function heldDrill(runbook: string, steps: number): Promise<string> {
    const id = `${runbook}-${++count}`;
    await site.drillbook('run', `${runbook}.yaml`, '--mode', 'drill', '--id', id, '--detach');
    await site.recordWhen(id, ({ waitingFor }) => waitingFor.length === steps);
    return id;
  }

  describe('with one step', () => {
    beforeEach(async () => {
      await setResult('ERP databases', 'sql01', 'failed');
      run = await heldDrill('one', 1);
    });

    it('shows what it waits for, and the commands that answer', async () => {
      const { exitCode, stdout } = await site.drillbook('status', run);

      expect(exitCode).toBe(0);
      expect(stdout).toContain(`PAUSED  drill of one, run ${run}\n`);
      expect(stdout).toContain('step databases is held until a person decides');
      expect(stdout).toContain('No space left');
      for (const verb of ['retry', 'skip']) {
        expect(stdout).toContain(`drillbook ${verb} ${run} --step databases`);
      }
      expect(stdout).toContain(`drillbook abort ${run}`);
      await endHeld();
    });

    it('goes on after skip, and ends degraded with exit code 0', async () => {
      const skip = await site.drillbook('skip', run, '--reason', 'known fault', '--as', 'kim');
      const follow = await site.drillbook('status', run, '--watch', '--json');

      expect(skip).toMatchObject({ exitCode: 0, stdout: 'skip accepted for step databases\n' });
      expect(follow.exitCode).toBe(0);
      expect(JSON.parse(follow.stdout)).toMatchObject({
        run: { outcome: 'degraded' },
        steps: [{ id: 'databases', status: 'skipped' }],
        interventions: [{ command: 'skip', by: 'kim', reason: 'known fault', accepted: true }],
      });
    });

    it('tries again after retry, and ends well when the machine does', async () => {
      await setResult('ERP databases', 'sql01', 'success');

      const retry = await site.drillbook('retry', run, '--step', 'databases', '--json');
      const follow = await site.drillbook('status', run, '--watch', '--json');

      expect(retry.exitCode).toBe(0);
      expect(JSON.parse(retry.stdout)).toMatchObject({ verb: 'retry', step: 'databases' });
      expect(follow.exitCode).toBe(0);
      expect(JSON.parse(follow.stdout)).toMatchObject({
        run: { outcome: 'succeeded' },
        steps: [{ status: 'succeeded', attempts: 2 }],
      });
    });

    it('ends aborted, with exit code 1 for who follows it, after abort', async () => {
      const following = site.begin(['status', run, '--watch']);

      const abort = await site.drillbook('abort', run, '--reason', 'enough');
      const follow = await following.ended;

      expect(abort).toMatchObject({ exitCode: 0, stdout: 'abort accepted\n' });
      expect(follow.exitCode).toBe(1);
      expect(follow.stdout).toMatch(/^ABORTED {2}drill of one/);
    });

    it('refuses what does not fit, with exit code 1 and why', async () => {
      const resolve = await site.drillbook('resolve', run, '--with', 'adopt');

      expect(resolve.exitCode).toBe(1);
      expect(resolve.stdout).toBe('');
      expect(resolve.stderr).toMatch(/^drillbook: resolve was refused: .*databases/);
      await endHeld();
    });

    it('refuses everything once it is over, and says how it ended', async () => {
      await endHeld();

      const skip = await site.drillbook('skip', run);

      expect(skip.exitCode).toBe(1);
      expect(skip.stderr).toBe(
        `drillbook: run ${run} is over (aborted); skip has nothing to act on\n`,
      );
    });
  });

  it('must be told the step when two wait', async () => {
    await setResult('ERP databases', 'sql01', 'failed');
    run = await heldDrill('erp', 2);

    const unclear = await site.drillbook('skip', run);
    const wrong = await site.drillbook('skip', run, '--step', 'databass');
    const clear = await site.drillbook('skip', run, '--step', 'web');

    expect(unclear.exitCode).toBe(1);
    expect(unclear.stderr).toMatch(/databases.*web/);
    expect(unclear.stderr).toContain('--step');
    expect(wrong).toMatchObject({ exitCode: 3, stdout: '' });
    expect(wrong.stderr).toContain('it has: databases, web');
    expect(clear.exitCode).toBe(0);
    await endHeld();
  });

  it('holds its target: another run is refused, and told by whom', async () => {
    run = await heldDrill('one', 1);

    const second = await site.drillbook('run', 'one.yaml', '--mode', 'drill', '--json');

    expect(second.exitCode).toBe(1);
    const { run: other } = JSON.parse(second.stdout) as { run: Record<string, string> };
    expect(other['outcome']).toBe('refused');
    expect(other['message']).toContain(run);
    await endHeld();
  });

  it('holds its target: another run with --wait goes on when this one is over', async () => {
    run = await heldDrill('one', 1);
    await setResult('ERP databases', 'sql01', 'success');

    const waiting = site.begin(['run', 'one.yaml', '--mode', 'drill', '--wait']);
    await waiting.wrote('waits for');
    await endHeld();
    const { exitCode, stdout } = await waiting.ended;

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^SUCCEEDED {2}drill of one/);
  });

  it('keeps its target from being unlocked, because a worker serves it', async () => {
    await setResult('ERP databases', 'sql01', 'failed');
    run = await heldDrill('one', 1);

    const unlock = await site.drillbook(
      ...['unlock', 'em/ERP databases', '--reason', 'I need it', '--yes'],
    );

    expect(unlock).toMatchObject({ exitCode: 1, stdout: '' });
    expect(unlock.stderr).toContain(`end it with: drillbook abort ${run}`);
    await endHeld();
  });

  it('is the wrong run when there is none of that id: exit code 3', async () => {
    const commands = ['status', 'skip', 'retry', 'abort'];

    const ended = await Promise.all(commands.map((command) => site.drillbook(command, 'no-such')));

    expect(ended.map(({ exitCode }) => exitCode)).toEqual([3, 3, 3, 3]);
    for (const { stderr } of ended) {
      expect(stderr).toBe('drillbook: there is no run no-such; drillbook runs lists them\n');
    }
  });

  it('needs --with for resolve, and names the choices', async () => {
    const [none, wrong] = await Promise.all([
      site.drillbook('resolve', 'any'),
      site.drillbook('resolve', 'any', '--with', 'hope'),
    ]);

    expect([none.exitCode, wrong.exitCode]).toEqual([3, 3]);
    expect(none.stderr).toContain('--with <choice>');
    expect(wrong.stderr).toContain('adopt, resend, skip');
  });

  async function endHeld(): Promise<void> {
    await site.drillbook('abort', run);
    await site.drillbook('status', run, '--watch');
  }

  async function setResult(plan: string, machine: string, result: string): Promise<void> {
    const path = [plan, machine].map((part) => encodeURIComponent(part)).join('/');
    await fetch(`${site.simulator.controlUrl}/machines/${path}`, {
      method: 'POST',
      body: JSON.stringify({ result }),
    });
  }
});
