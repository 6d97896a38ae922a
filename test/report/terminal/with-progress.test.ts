import { describe, expect, it } from '@jest/globals';
import { withProgress } from '../../../report/terminal/with-progress.js';
import { someMachine, someRecord, someStep } from './records.js';

describe('withProgress', () => {
  it('takes the machines of a running step from the progress', () => {
    const record = someRecord({ steps: [someStep({ status: 'running', endedAt: null })] });
    const machines = [someMachine('sql01', { result: 'running' })];

    const merged = withProgress(record, [
      { step: 'databases', machines, unreachableSince: null, message: '' },
    ]);

    expect(merged.steps[0]?.machines).toEqual(machines);
  });

  it('takes the machines of each item of a running step', () => {
    const record = someRecord({ steps: [someStep({ status: 'running', endedAt: null })] });
    const progress = ['sql', 'web'].map((key) => ({
      step: `databases.${key}`,
      machines: [someMachine(`${key}01`, { result: 'running' })],
      unreachableSince: null,
      message: '',
    }));

    const merged = withProgress(record, progress);

    expect(merged.steps[0]?.machines.map(({ name }) => name)).toEqual(['sql01', 'web01']);
  });

  it('keeps what the record says of a step that is over', () => {
    const record = someRecord({ steps: [someStep({ machines: [someMachine('sql01')] })] });
    const late = [someMachine('sql01', { result: 'running' })];

    const merged = withProgress(record, [
      { step: 'databases', machines: late, unreachableSince: null, message: '' },
    ]);

    expect(merged).toEqual(record);
  });
});
