import { describe, expect, it } from '@jest/globals';

import { consoleScenario, startConsoleLab } from './console-lab.js';

function switched(switches: string): string {
  return consoleScenario(`switches: { ${switches} }`);
}

function plan(machine: string, switches = ''): string {
  return `
version: 1
console: { apiKeys: [{ key: k }], switches: { ${switches} } }
failoverPlans: [{ name: P, machines: [{ name: a, takes: 10s }, ${machine}] }]
`;
}

describe('the status of a plan', () => {
  it('goes from Ready over InProgress to Completed', async () => {
    const { start, shown, lab } = await startConsoleLab();
    const states = [(await shown('ERP'))['status']];
    await start('ERP');
    lab.clock.advance(5);
    states.push((await shown('ERP'))['status']);
    lab.clock.advance(60);
    states.push((await shown('ERP'))['status']);

    expect(states).toEqual(['Ready', 'InProgress', 'Completed']);
  });

  it('ends as Success when the switch says so', async () => {
    const { start, shown, lab } = await startConsoleLab(switched('finishedStatus: Success'));
    await start('ERP');
    lab.clock.advance(60);

    expect(await shown('ERP')).toMatchObject({ status: 'Success' });
  });

  it('is Failed when a machine failed', async () => {
    const { start, shown, lab } = await startConsoleLab(plan('{ name: b, result: failed }'));
    await start('P');
    lab.clock.advance(60);

    expect(await shown('P')).toMatchObject({
      status: 'Failed',
      lastSession: {
        status: 'Failed',
        message: '1 of 2 machine(s) failed, 0 ended with a warning.',
      },
    });
  });

  it('hides failures that only the objects show when the switch says so', async () => {
    const { start, shown, objects, lab } = await startConsoleLab(
      plan('{ name: b, result: failed }', 'completedHidesFailures: true'),
    );
    await start('P');
    lab.clock.advance(60);

    const sessions = (await objects('P')).map(({ restoreSession }) => restoreSession);

    expect(await shown('P')).toMatchObject({
      status: 'Completed',
      lastSession: { status: 'Success' },
    });
    expect(sessions).toMatchObject([{ backupStatus: 'Success' }, { backupStatus: 'Failed' }]);
  });

  it('never leaves InProgress while a machine hangs', async () => {
    const { start, shown, lab } = await startConsoleLab(plan('{ name: b, result: hang }'));
    await start('P');
    lab.clock.advance(86_400);

    expect(await shown('P')).toMatchObject({ status: 'InProgress' });
  });
});

describe('the last session', () => {
  it.each([
    ['absent', null, null],
    ['old', 'Success', 'old'],
    ['none', 'None', 'new'],
  ])('during a run is %s', async (value, status, which) => {
    const { start, undo, shown, lab } = await startConsoleLab(
      switched(`sessionWhileRunning: ${value}`),
    );
    await start('ERP');
    lab.clock.advance(60);
    await undo('ERP');
    lab.clock.advance(60);
    const before = (await shown('ERP'))['lastSession'] as { readonly instanceUid: string };
    await start('ERP');
    lab.clock.advance(5);

    const during = (await shown('ERP'))['lastSession'] as {
      readonly instanceUid: string;
      readonly status: string;
    } | null;

    expect(during?.status ?? null).toBe(status);
    const isOld = during?.instanceUid === before.instanceUid;
    expect(during === null ? null : isOld ? 'old' : 'new').toBe(which);
  });

  it('has another id after each run', async () => {
    const { start, undo, shown, lab } = await startConsoleLab();
    const ids: unknown[] = [];
    for (let run = 0; run < 2; run += 1) {
      await start('ERP');
      lab.clock.advance(60);
      ids.push((await shown('ERP'))['lastSession']);
      await undo('ERP');
      lab.clock.advance(60);
    }

    const [first, second] = ids as { readonly instanceUid: string; readonly endTime: string }[];

    expect(first?.endTime).toBe('2026-03-01T10:00:41Z');
    expect(first?.instanceUid).not.toBe(second?.instanceUid);
  });

  it.each([
    ['true', false],
    ['false', true],
  ])('after an undo with undoUpdatesSession %s is the start’s: %s', async (value, isSame) => {
    const { start, undo, shown, lab } = await startConsoleLab(
      switched(`undoUpdatesSession: ${value}`),
    );
    await start('ERP');
    lab.clock.advance(60);
    const before = (await shown('ERP'))['lastSession'] as { readonly instanceUid: string };
    await undo('ERP');
    lab.clock.advance(60);

    const after = (await shown('ERP'))['lastSession'] as { readonly instanceUid: string };

    expect(after.instanceUid === before.instanceUid).toBe(isSame);
  });
});

describe('the objects', () => {
  it('have no restore session before a run, then a running one, then its end', async () => {
    const { start, objects, lab } = await startConsoleLab();
    const seen = [await objects('ERP')];
    await start('ERP');
    lab.clock.advance(25);
    seen.push(await objects('ERP'));
    lab.clock.advance(60);
    seen.push(await objects('ERP'));

    expect(seen.map((list) => list.map(({ restoreSession }) => restoreSession))).toMatchObject([
      [null, null],
      [{ backupStatus: 'Running', endDateTime: null }, { backupStatus: 'Success' }],
      [
        { backupStatus: 'Success', startDateTime: '2026-03-01T10:00:01Z' },
        { backupStatus: 'Success', endDateTime: '2026-03-01T10:00:21Z' },
      ],
    ]);
  });

  it.each([
    ['true', true],
    ['false', false],
  ])('after an undo with undoClearsObjects %s are null: %s', async (value, isNull) => {
    const { start, undo, objects, lab } = await startConsoleLab(
      switched(`undoClearsObjects: ${value}`),
    );
    await start('ERP');
    lab.clock.advance(60);
    await undo('ERP');
    lab.clock.advance(60);

    const [machine] = await objects('ERP');

    expect(machine?.['restoreSession'] === null).toBe(isNull);
  });
});

describe('the lag', () => {
  it('keeps status, session and objects behind, not the job', async () => {
    const { start, shown, objects, truth, lab } = await startConsoleLab(
      consoleScenario('collectLag: 2m'),
    );
    await start('ERP');
    lab.clock.advance(119);
    const early = [await shown('ERP'), ...(await objects('ERP'))];
    const state = truth('ERP').state;
    lab.clock.advance(60);

    const late = [await shown('ERP'), ...(await objects('ERP'))];

    expect(state).toBe('failedOver');
    expect(early).toMatchObject([
      { status: 'Ready', lastSession: null },
      { restoreSession: null },
      { restoreSession: null },
    ]);
    expect(late).toMatchObject([
      { status: 'Completed', lastSession: { status: 'Success' } },
      { restoreSession: { backupStatus: 'Success' } },
      { restoreSession: { backupStatus: 'Success' } },
    ]);
  });
});
