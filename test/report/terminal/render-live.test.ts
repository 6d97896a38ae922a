import { describe, expect, it } from '@jest/globals';
import { renderLive } from '../../../report/terminal/render-live.js';
import type { MachineRecord, RunRecord, WaitingRecord } from '../../../plan/run-record.js';
import { answerCommands } from '../../../report/terminal/answer-commands.js';
import { visibleWidth } from '../../../report/terminal/width.js';
import { someItem, someMachine, someRecord, someStep } from './records.js';

const options = { colour: false, now: new Date('2026-11-21T03:05:00.000Z'), rows: 24 };
const running = { status: 'running', endedAt: null } as const;

describe('renderLive', () => {
  it('shows the machines of the step that runs, and what is awaited of it', () => {
    const machines = [someMachine('sql01', { result: 'running', endedAt: null })];
    const record = someRecord({ steps: [someStep({ ...running, machines })] });
    const progress = [{ step: 'databases', machines, unreachableSince: null, message: 'task-4' }];

    const text = renderLive({ record, progress }, options).join('\n');

    expect(text).toContain('task-4');
    expect(text).toContain('sql01');
  });

  it('shows the items of the step that runs, and what is followed of each', () => {
    const items = [someItem('a'), someItem('b', { status: 'running' })];
    const record = someRecord({ steps: [someStep({ ...running, items })] });
    const seen = { machines: [], unreachableSince: null, message: 'try 3' };
    const progress = [{ ...seen, step: 'databases.b' }];

    const lines = renderLive({ record, progress }, options);

    expect(lines).toContain('      databases.b: try 3');
    expect(lines).toContain('      b  running');
    expect(lines.join('\n')).not.toContain('clean-up  ');
  });

  it('is never higher than the window', () => {
    const machines = Array.from({ length: 500 }, (_, index) => someMachine(`vm${index}`));
    const steps = Array.from({ length: 60 }, (_, index) =>
      someStep({ ...running, id: `s${index}`, machines }),
    );

    const lines = renderLive({ record: someRecord({ steps }), progress: [] }, options);

    expect(lines.length).toBeLessThanOrEqual(24);
  });

  it('keeps the question to a person in sight below many steps', () => {
    const steps = Array.from({ length: 60 }, (_, index) => someStep({ id: `s${index}` }));
    const waiting = {
      step: 's3',
      item: null,
      kind: 'unknown',
      since: '2026-11-21T03:05:00.000Z',
      choices: ['adopt', 'resend', 'skip'],
      evidence: {},
    } as const;

    const lines = renderLive(
      { record: someRecord({ steps, waitingFor: [waiting] }), progress: [] },
      options,
    );

    expect(lines.at(-1)).toContain('drillbook abort erp-1');
    expect(lines.length).toBeLessThanOrEqual(24);
  });
});

const since = '2026-11-21T03:01:00.000Z';
const none = { step: '', item: null, since, choices: [], evidence: {} } as const;
const approval: WaitingRecord = {
  ...{ ...none, step: 'go', kind: 'approval', choices: ['approve', 'reject', 'break-glass'] },
  evidence: {
    message: 'Fail over the ERP estate for CHG0001, all of it and without delay',
    ...{
      from: ['dr-leads'],
      min: 2,
      missing: 2,
      until: '2026-11-21T03:31:00Z',
      onTimeout: 'pause',
    },
  },
};
const unknown: WaitingRecord = {
  ...{ ...none, step: 'databases', kind: 'unknown', choices: ['adopt', 'resend', 'skip'] },
  evidence: {
    session: '579d8dcc-f36b-41d8-835f-631a4592ba01',
    machines: { succeeded: 1, unknown: 1 },
    message: 'the job was not over within its time limit: session 579d8dcc Working, 49 %',
  },
};
const pause: WaitingRecord = {
  ...{ ...none, kind: 'pause', choices: ['resume', 'undo', 'abort'] },
  evidence: { by: 'ann@example.com', reason: '' },
};
const ofChild: WaitingRecord = {
  ...approval,
  run: 'erp-failover-2026-11-21T03:00:00Z.site_b.network',
};

function live(change: Partial<RunRecord> & { readonly message?: string } = {}): RunRecord {
  const { message = null, ...rest } = change;
  const record = someRecord({
    steps: [someStep({ status: 'running', endedAt: null })],
    objectives: {
      rto: { target: 'PT4M', actual: null, met: null },
      rpo: { target: null, worst: null, met: null },
    },
    ...rest,
  });
  const state = rest.waitingFor === undefined ? 'running' : 'paused';
  const id = 'erp-failover-2026-11-21T03:00:00Z';
  return { ...record, run: { ...record.run, id, state, outcome: null, endedAt: null, message } };
}

function machinesOf(count: number, bad: number): MachineRecord[] {
  return Array.from({ length: count }, (_, index) => {
    if (index === bad) return someMachine(`vm${index}`, { result: 'failed', message: 'no boot' });
    return index < bad
      ? someMachine(`vm${index}`)
      : someMachine(`vm${index}`, { result: 'running', startedAt: null, endedAt: null });
  });
}

const held = someStep({ status: 'waiting', endedAt: null, machines: machinesOf(600, 333) });
const states: Readonly<Record<string, RunRecord>> = {
  running: live(),
  paused: live({ waitingFor: [pause] }),
  'an approval': live({ steps: [held], waitingFor: [approval] }),
  unknown: live({ steps: [held], waitingFor: [unknown] }),
  'a child that waits': live({ waitingFor: [ofChild] }),
  'fifty questions': live({
    waitingFor: Array.from({ length: 50 }, (_, index) => ({ ...unknown, step: `s${index}` })),
  }),
  stopping: live({
    message: `aborted by ann@example.com: ${'the change was called off '.repeat(4)}`,
  }),
};

describe.each([60, 160])('renderLive in a window of %d columns', (columns) => {
  const window = { ...options, columns };
  const draw = (record: RunRecord, colour = false) =>
    renderLive({ record, progress: [], limits: { databases: 600 } }, { ...window, colour });

  it.each(Object.keys(states))('fits: %s', (name) => {
    const record = states[name] ?? live();
    const lines = draw(record);
    const questions = lines.slice(lines.findIndex((line) => line.startsWith('waiting')));

    expect(lines.length).toBeLessThanOrEqual(window.rows);
    // Of tables the end is cut by who draws them; what is said to people, and what they copy, is not.
    const isTooWide = (line: string) => visibleWidth(line) >= columns;
    expect(record.waitingFor.length === 0 ? [] : questions.filter(isTooWide)).toEqual([]);
    expect(draw(record, true).map(visibleWidth)).toEqual(lines.map(visibleWidth));
  });

  it.each(['paused', 'an approval', 'unknown', 'a child that waits'])(
    'gives each command whole, as it is copied: %s',
    (name) => {
      const record = states[name] ?? live();
      const text = draw(record)
        .join('\n')
        .replaceAll(/ \\\n +/g, ' ');

      const [waiting] = record.waitingFor;
      for (const command of answerCommands(record.run.id, waiting ?? pause)) {
        expect(text).toContain(`    ${command}`);
      }
    },
  );

  it('shows the machine that failed among 600, whatever is awaited', () => {
    for (const name of ['an approval', 'unknown']) {
      const text = draw(states[name] ?? live()).join('\n');

      expect(text).toMatch(/vm333 +failed/);
      expect(text).toContain('1 failed, 266 pending, 333 succeeded'.slice(0, 20));
    }
  });

  it('shows time against the limit of the step and the recovery time', () => {
    const text = draw(live()).join('\n');

    expect(text).toContain('5m of 10m');
    expect(text).toContain('RTO: 5m of 4m, missed');
  });

  it('stays in the window when a server is away and hundreds of activities fail', () => {
    const message = 'VeeamUnreachable: em.example.com:9398 did not answer within 30 s';
    const troubles = Array.from({ length: 300 }, (_, index) => ({ what: `web/${index}`, message }));
    const record = states['unknown'] ?? live();

    const lines = renderLive({ record, progress: [], troubles }, { ...window, rows: 30 });

    expect(lines.length).toBeLessThanOrEqual(30);
    expect(lines).toContain('  and 297 more fail and are tried again');
  });

  it('says that it is stopping, and why', () => {
    const text = draw(states['stopping'] ?? live())
      .join(' ')
      .replaceAll(/ +/g, ' ');

    expect(text).toContain('STOPPING drill of erp');
    expect(text).toContain('called off; nothing more begins, what runs is followed to its end');
  });

  it('shows a clean-up between its activities too, with what is done', () => {
    const at = {
      approvedAt: null,
      firstMachineUpAt: null,
      lastMachineUpAt: null,
      verifiedAt: null,
    };
    const lines = draw(
      live({
        clock: {
          ...{ ...at, declaredAt: null, startedAt: '2026-11-21T03:00:00Z', endedAt: null },
          ...{ stepsOverAt: '2026-11-21T03:04:00Z', cleanedAt: null },
          ...{ waitedForPeople: 'PT0S', machineTime: null },
        },
        cleanup: {
          verdict: 'pending',
          targets: [{ target: 'portal', action: 'undo', verdict: 'clean', message: 'undone' }],
        },
      }),
    );

    expect(lines).toContain('  clean-up  running  1m');
    expect(lines).toContain('      portal  clean  undone');
  });
});
