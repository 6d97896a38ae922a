import { describe, expect, it } from '@jest/globals';
import { runIn } from './runbook-folder.js';

const LIVE_STEP = `apiVersion: drillbook/v1
id: one
steps:
  - { id: a, modes: [live], wait: 1s }
`;

describe('plan', () => {
  it('shows the call that a drill makes', async () => {
    const { exitCode, io } = await runIn(['plan', 'good.yaml']);

    expect(exitCode).toBe(0);
    expect(io.out()).toContain(
      'POST /cloud/cloudFailoverPlans/<id of "ERP databases">?action=test',
    );
  });

  it('shows the call that a live run makes', async () => {
    const { io } = await runIn(['plan', 'good.yaml', '--mode', 'live']);

    expect(io.out()).toContain('?action=start');
    expect(io.out()).not.toContain('?action=test');
  });

  it('takes live by itself where the runbook is never a drill', async () => {
    const { exitCode, io } = await runIn(['plan', 'live.yaml']);

    expect(exitCode).toBe(0);
    expect(io.out()).toContain('live of erp');
  });

  it('takes live by itself where a drill has no step, with a warning', async () => {
    const { exitCode, io } = await runIn(['plan', 'one.yaml'], {
      files: { 'one.yaml': LIVE_STEP },
    });

    expect(exitCode).toBe(0);
    expect(io.out()).toContain('live');
    expect(io.err()).toContain('mode-without-steps');
  });

  it('ends with 2 for the drill of a runbook whose drill has no step', async () => {
    const files = { 'one.yaml': LIVE_STEP };

    const { exitCode, io } = await runIn(['plan', 'one.yaml', '--mode', 'drill'], { files });

    expect(exitCode).toBe(2);
    expect(io.err()).toContain('no-steps-in-mode');
  });

  it('prints hashes and plan as JSON', async () => {
    const { io } = await runIn(['plan', 'good.yaml', '--json']);

    const result = JSON.parse(io.out()) as { planHash: string; plan: { mode: string } };
    expect(result.planHash).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(result.plan.mode).toBe('drill');
  });

  it('ends with 2 for a runbook with errors and prints nothing on stdout', async () => {
    const { exitCode, io } = await runIn(['plan', 'bad.yaml']);

    expect(exitCode).toBe(2);
    expect(io.out()).toBe('');
    expect(io.err()).toContain('bad.yaml:5:5');
  });

  it('refuses an input that the runbook does not have', async () => {
    const { exitCode, io } = await runIn(['plan', 'good.yaml', '--input', 'tickt=CHG1']);

    expect(exitCode).toBe(3);
    expect(io.err()).toContain('tickt');
  });

  it.each([
    ['mermaid', 'flowchart TD\n  step0["go<br/>failover db"]\n'],
    ['text', 'go\n'],
  ])('prints nothing but the order of the steps with --graph %s', async (form, text) => {
    const { exitCode, io } = await runIn(['plan', 'good.yaml', '--graph', form]);

    expect(exitCode).toBe(0);
    expect(io.out()).toBe(text);
  });

  it('refuses a graph as JSON', async () => {
    const { exitCode, io } = await runIn(['plan', 'good.yaml', '--graph', 'text', '--json']);

    expect(exitCode).toBe(3);
    expect(io.err()).toContain('exclude each other');
  });
});
