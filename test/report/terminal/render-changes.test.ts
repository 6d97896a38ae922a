import { describe, expect, it } from '@jest/globals';
import { renderChanges } from '../../../report/terminal/render-changes.js';
import { someItem, someMachine, someRecord, someStep } from './records.js';

const now = new Date('2026-11-21T03:05:00.000Z');
const running = { status: 'running', endedAt: null } as const;

describe('renderChanges', () => {
  it('says nothing when nothing has changed', () => {
    const look = { record: someRecord(), progress: [] };

    expect(renderChanges(look, look, now)).toEqual([]);
  });

  it('gives a line with time, step and status for a step that began', () => {
    const before = {
      record: someRecord({ steps: [someStep({ status: 'pending' })] }),
      progress: [],
    };
    const after = { record: someRecord({ steps: [someStep(running)] }), progress: [] };

    expect(renderChanges(before, after, now)).toEqual(['03:05:00Z  step databases  running']);
  });

  it('puts the end of a step after its machines', () => {
    const before = { record: someRecord({ steps: [someStep(running)] }), progress: [] };
    const machines = [someMachine('sql01', { result: 'failed', message: 'no disk' })];
    const failed = someStep({ status: 'failed', machines });
    const after = { record: someRecord({ steps: [failed] }), progress: [] };

    expect(renderChanges(before, after, now)).toEqual([
      '03:05:00Z  step databases  sql01  failed: no disk',
      '03:05:00Z  step databases  failed after 41s',
    ]);
  });

  it('gives a line for each item that ends', () => {
    const before = {
      record: someRecord({ steps: [someStep({ ...running, items: [someItem('a', running)] })] }),
      progress: [],
    };
    const items = [someItem('a'), someItem('b', { status: 'pending' })];
    const after = {
      record: someRecord({ steps: [someStep({ ...running, items })] }),
      progress: [],
    };

    expect(renderChanges(before, after, now)).toEqual([
      '03:05:00Z  step databases  item a  succeeded',
    ]);
  });

  it('does not repeat a message in which only a number has grown', () => {
    const record = someRecord({ steps: [someStep(running)] });
    const seen = { step: 'databases', machines: [], unreachableSince: null };
    const before = { record, progress: [{ ...seen, message: 'session Working, 40 %' }] };
    const after = { record, progress: [{ ...seen, message: 'session Working, 41 %' }] };

    expect(renderChanges(before, after, now)).toEqual([]);
  });

  it('says once that the server does not answer', () => {
    const record = someRecord({ steps: [someStep(running)] });
    const seen = { step: 'databases', machines: [], message: '' };
    const before = { record, progress: [{ ...seen, unreachableSince: null }] };
    const after = { record, progress: [{ ...seen, unreachableSince: '2026-11-21T03:04:00Z' }] };

    expect(renderChanges(before, after, now)).toHaveLength(1);
    expect(renderChanges(after, after, now)).toEqual([]);
  });

  it('gives the commands when the run begins to wait for a person', () => {
    const waiting = {
      step: 'databases',
      item: null,
      kind: 'pause',
      since: '2026-11-21T03:05:00.000Z',
      choices: ['retry', 'skip', 'abort'],
      evidence: {},
    } as const;
    const before = { record: someRecord(), progress: [] };
    const after = { record: someRecord({ waitingFor: [waiting] }), progress: [] };

    const lines = renderChanges(before, after, now);

    expect(lines[0]).toContain('step databases  waits for a person (pause)');
    expect(lines[1]).toContain('drillbook retry erp-1 --step databases');
  });
});
