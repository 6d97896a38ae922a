import { afterEach, describe, expect, it } from '@jest/globals';
import { openLab, type Lab, type LabOptions } from './lab.js';
import { BRANCHES, consolePlan, consoleScenario, update } from './console.js';

describe('an update of a plan of the Service Provider Console', () => {
  let lab: Lab;
  afterEach(async () => {
    await lab.close();
  });
  const open = async (console = '', options: LabOptions = {}) => {
    lab = await openLab(consoleScenario(console), options);
  };
  const text = (value: string) => ({ kind: 'literal', value }) as const;

  it('changes the one command that is named, and records the old ones', async () => {
    await open();
    const command = { kind: 'expression', cel: '"announce.cmd " + run.mode' } as const;

    const record = await lab.run(consolePlan('live', [update({ pre: command })]));

    expect(record.run.outcome).toBe('succeeded');
    expect(record.steps[0]?.output).toMatchObject({
      old: { preFailoverCommand: 'old-pre.cmd', postFailoverCommand: null },
      new: { preFailoverCommand: 'announce.cmd live' },
      evidence: 'answer',
      shown: true,
    });
    expect(lab.truth(BRANCHES).commands).toEqual({ pre: 'announce.cmd live', post: '' });
  });

  it('is degraded while the Console does not show it: the data lag behind', async () => {
    await open('collectLag: 1h');

    const record = await lab.run(consolePlan('live', [update({ post: text('close.cmd') })]));

    expect(record.run.outcome).toBe('degraded');
    expect(record.steps[0]?.output).toMatchObject({ shown: false, evidence: 'answer' });
    expect(lab.truth(BRANCHES).commands.post).toBe('close.cmd');
  });

  it('keeps a long command out of the record, and sends it whole', async () => {
    await open();
    const long = `x${'y'.repeat(9_999)}`;

    const record = await lab.run(consolePlan('live', [update({ pre: text(long) })]));

    expect(record.run.outcome).toBe('succeeded');
    expect(JSON.stringify(record.steps[0]?.output).length).toBeLessThan(5_000);
    expect(lab.truth(BRANCHES).commands.pre).toBe(long);
  });

  it('asks a person when nobody can tell, and does not send it again by itself', async () => {
    await open('switches: { actionRecords: asyncOnly }, requestIdLife: 5m', { lagSeconds: 1 });
    lab.fault({ kind: 'dropBefore', times: 'always', match: { method: 'PATCH' } });
    const run = await lab.start(
      consolePlan('live', [update({ pre: text('new.cmd') }, { timeoutSeconds: 8 })]),
    );

    const paused = await run.until(({ waitingFor }) => waitingFor.length > 0);
    lab.simulator.clearFaults();
    await run.steer('resolve', { choice: 'resend' });
    const record = await run.ended();

    expect(paused.waitingFor).toMatchObject([{ kind: 'unknown' }]);
    expect(record.steps[0]).toMatchObject({
      status: 'succeeded',
      attempts: 2,
      output: { old: { preFailoverCommand: 'old-pre.cmd' } },
    });
  });
});
