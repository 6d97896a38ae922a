import { mkdtemp, writeFile } from 'node:fs/promises';
import { hostname, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCli } from '../../../cli/run-cli.js';
import { planHash } from '../../../plan/canonical.js';
import type { Plan } from '../../../plan/plan.js';
import { openLab, scenario, type Lab, type Started } from '../../workflows/lab.js';
import { approve, child, planOf, task } from '../../workflows/plans.js';
import { fakeIo } from '../fake-io.js';

describe('what people say on the command line', () => {
  let lab: Lab;
  let cwd: string;

  beforeAll(async () => {
    lab = await openLab(scenario(), { groups: { leads: ['ann@x', 'bob@x'], crisis: ['eve@x'] } });
    cwd = await mkdtemp(join(tmpdir(), 'drillbook-people-'));
    const { address, taskQueue } = lab.config.temporal;
    const text = `temporal: { address: '${address}', taskQueue: ${taskQueue} }\n`;
    await writeFile(join(cwd, 'temporal.config.yaml'), text);
  });
  afterAll(async () => {
    await lab.close();
  });

  async function drillbook(...argv: readonly string[]) {
    const io = fakeIo({ cwd });
    const exitCode = await runCli(argv, io);
    return { exitCode, out: io.out(), err: io.err() };
  }

  async function asking(plan: Plan): Promise<Started> {
    const run = await lab.start(plan);
    await run.until(({ waitingFor }) => waitingFor.length > 0);
    return run;
  }

  it('approves, showing what is approved; who claimed it is in the record', async () => {
    const plan = planOf('live', [approve('go')]);
    const run = await asking(plan);

    const done = await drillbook('approve', run.id, '--as', 'ann@x', '--reason', 'looks right');
    const record = await run.ended();

    expect(done).toMatchObject({ exitCode: 0, out: 'approve accepted for step go\n' });
    expect(done.err).toBe(`approve: Go?\n  plan ${planHash(plan)}\n`);
    expect(record.approvals).toMatchObject([
      {
        ...{ by: 'ann@x', reason: 'looks right', authenticated: false },
        ...{ osUser: userInfo().username, host: hostname(), planHash: planHash(plan) },
      },
    ]);
  });

  it('says how many are still missing, and why one does not count: exit code 1', async () => {
    const run = await asking(planOf('live', [approve('go', { min: 2 })]));

    const first = await drillbook('approve', run.id, '--as', 'ann@x', '--json');
    const other = await drillbook('approve', run.id, '--as', 'dee@x');
    const sameUser = await drillbook('approve', run.id, '--as', 'bob@x');
    await run.steer('abort');

    expect(JSON.parse(first.out)).toMatchObject({ verb: 'approve', step: 'go', missing: 1 });
    expect(other).toMatchObject({ exitCode: 1, out: '' });
    expect(other.err).toContain('approve was refused: dee@x is not one of leads (ann@x, bob@x)');
    expect(sameUser.exitCode).toBe(1);
    expect(sameUser.err).toContain('one person counts once, whatever the name');
  });

  it('refuses an approval of another plan', async () => {
    const run = await asking(planOf('live', [approve('go')]));

    const done = await drillbook('approve', run.id, '--as', 'ann@x', '--plan-hash', 'sha256:old');
    await run.steer('abort');

    expect(done.exitCode).toBe(1);
    expect(done.err).toContain('this answer is for plan sha256:old');
  });

  it('rejects with a reason, and not without', async () => {
    const run = await asking(planOf('live', [approve('go')]));

    const silent = await drillbook('reject', run.id, '--as', 'ann@x');
    const done = await drillbook('reject', run.id, '--as', 'ann@x', '--reason', 'false alarm');
    const record = await run.ended();

    expect(silent).toMatchObject({ exitCode: 3, out: '' });
    expect(silent.err).toContain('reject needs --reason TEXT');
    expect(done.exitCode).toBe(0);
    expect(record.run).toMatchObject({
      outcome: 'aborted',
      message: 'step go: rejected by ann@x: false alarm',
    });
  });

  it('breaks the glass with a reason, and the run shows it', async () => {
    const run = await asking(planOf('live', [approve('go', { min: 2, breakGlass: 'crisis' })]));
    const command = ['approve', run.id, '--as', 'eve@x', '--break-glass'];

    const silent = await drillbook(...command);
    const done = await drillbook(...command, '--reason', 'alone here');
    await run.ended();
    const shown = await drillbook('status', run.id);
    const listed = await drillbook('runs');

    expect(silent.err).toContain('approve --break-glass needs --reason TEXT');
    expect(done.exitCode).toBe(0);
    expect(shown.out).toMatch(/^SUCCEEDED \(break-glass\) {2}live of erp/);
    expect(listed.out).toMatch(new RegExp(`${run.id}.*break-glass`));
  });

  it('answers a task, with a note', async () => {
    const run = await asking(planOf('live', [task('call')]));

    const wrong = await drillbook('answer', run.id);
    const done = await drillbook(
      ...['answer', run.id, '--step', 'call', '--with', 'done', '--note', 'Ms Kern knows'],
    );
    const record = await run.ended();

    expect(wrong).toMatchObject({ exitCode: 3 });
    expect(wrong.err).toContain('--with <answer>');
    expect(done.out).toBe('answer accepted for step call\n');
    expect(record.steps[0]?.output).toMatchObject({ answer: 'done', note: 'Ms Kern knows' });
  });

  it('answers a child run under its own id, which its parent shows', async () => {
    const run = await asking(planOf('live', [child('site_b', planOf('live', [approve('go')]))]));

    const shown = await drillbook('status', run.id);
    const atParent = await drillbook('approve', run.id, '--as', 'ann@x');
    const done = await drillbook('approve', `${run.id}.site_b`, '--as', 'ann@x');
    const record = await run.ended();
    const listed = await drillbook('runs');

    expect(shown.out).toContain(`drillbook approve ${run.id}.site_b --step go`);
    expect(atParent.exitCode).toBe(1);
    expect(atParent.err).toContain(`answer it there: ${run.id}.site_b`);
    expect(done.exitCode).toBe(0);
    expect(record.run.outcome).toBe('succeeded');
    expect(listed.out).toMatch(new RegExp(`${run.id}[.]site_b.*a step of ${run.id}`));
  });

  it('records nothing when no worker is there: exit code 3', async () => {
    const other = await openLab(scenario(), { groups: { leads: ['ann@x'] } });
    const run = await other.start(planOf('live', [approve('go')]));
    await run.until(({ waitingFor }) => waitingFor.length > 0);
    await other.worker.stop();

    const done = await drillbook('approve', run.id, '--as', 'ann@x');
    await run.handle.terminate('a test');
    await other.close();

    expect(done).toMatchObject({ exitCode: 3, out: '' });
    expect(done.err).toContain('no worker answers, nothing was recorded');
  });
});
