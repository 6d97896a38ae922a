import { describe, expect, it } from '@jest/globals';
import { renderLive } from '../../../report/terminal/render-live.js';
import { someMachine, someRecord, someStep } from './records.js';

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
