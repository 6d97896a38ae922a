import { describe, expect, it } from '@jest/globals';
import { runIn } from './runbook-folder.js';

describe('run, before anything is started', () => {
  it('ends with 2 for a runbook with errors', async () => {
    const { exitCode } = await runIn(['run', 'bad.yaml', '--mode', 'drill']);

    expect(exitCode).toBe(2);
  });

  it('wants the inputs that the runbook requires', async () => {
    const { exitCode, io } = await runIn(['run', 'good.yaml', '--mode', 'drill']);

    expect(exitCode).toBe(3);
    expect(io.err()).toContain('ticket');
  });

  it('wants an id that begins with the id of the runbook', async () => {
    const { exitCode, io } = await runIn([...DRILL, '--id', 'other-1']);

    expect(exitCode).toBe(3);
    expect(io.err()).toContain("must begin with the runbook's id, erp");
  });

  it('wants --yes for a live run without a terminal', async () => {
    const { exitCode, io } = await runIn([...LIVE_RUN]);

    expect(exitCode).toBe(3);
    expect(io.err()).toContain('give --yes to confirm');
    expect(io.err()).toContain('ERP databases');
  });

  it('starts no live run when something else than its id is typed', async () => {
    const { exitCode, io } = await runIn([...LIVE_RUN], { answers: ['yes'], terminal: true });

    expect(exitCode).toBe(3);
    expect(io.err()).toContain('not confirmed');
  });

  it('keeps --preempt for live runs', async () => {
    const { exitCode, io } = await runIn([...DRILL, '--preempt']);

    expect(exitCode).toBe(3);
    expect(io.err()).toContain('--preempt is for live runs only');
  });

  it('wants an offset in the time of the declaration', async () => {
    const { exitCode, io } = await runIn([...DRILL, '--declared-at', '2026-11-21T02:00:00']);

    expect(exitCode).toBe(3);
    expect(io.err()).toContain('offset');
  });
});

const DRILL = ['run', 'good.yaml', '--mode', 'drill', '--input', 'ticket=CHG1'];
const LIVE_RUN = ['run', 'good.yaml', '--mode', 'live', '--input', 'ticket=CHG1'];
