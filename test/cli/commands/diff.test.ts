import { describe, expect, it } from '@jest/globals';
import { runIn } from './runbook-folder.js';

const LIVE_STEP = `apiVersion: drillbook/v1
id: erp
steps:
  - { id: a, modes: [live], wait: 1s }
`;

describe('diff', () => {
  it('ends with 0 and says what has changed', async () => {
    const { exitCode, io } = await runIn(['diff', 'good.yaml', 'live.yaml']);

    expect(io.err()).toBe('');
    expect(exitCode).toBe(0);
    expect(io.out()).toContain('removed: mode drill');
  });

  it('ends with 0 for the same runbook, whatever its warnings', async () => {
    const { exitCode, io } = await runIn(['diff', 'live.yaml', 'silenced.yaml']);

    expect(exitCode).toBe(0);
    expect(io.out()).toBe('live.yaml -> silenced.yaml: no change in meaning\n');
    expect(io.err()).toBe('');
  });

  it('compares one mode only when told', async () => {
    const { exitCode, io } = await runIn(['diff', 'good.yaml', 'live.yaml', '--mode', 'live']);

    expect(exitCode).toBe(0);
    expect(io.out()).toContain('no change in meaning');
  });

  it.each([[], ['--mode', 'drill']])(
    'takes a drill without steps for none: %j',
    async (...mode) => {
      const files = { 'one.yaml': LIVE_STEP };

      const { exitCode, io } = await runIn(['diff', 'good.yaml', 'one.yaml', ...mode], { files });

      expect(exitCode).toBe(0);
      expect(io.out()).toContain('removed: mode drill');
    },
  );

  it('ends with 2 when one has errors', async () => {
    const { exitCode, io } = await runIn(['diff', 'good.yaml', 'bad.yaml']);

    expect(exitCode).toBe(2);
    expect(io.out()).toBe('');
    expect(io.err()).toContain('bad.yaml:5:5');
  });

  it('prints changes and hashes as JSON', async () => {
    const { io } = await runIn(['diff', 'good.yaml', 'live.yaml', '--json']);

    const result = JSON.parse(io.out()) as {
      before: { planHash: { drill: string } };
      after: { planHash: { drill: null } };
      changes: object[];
    };
    expect(result.before.planHash.drill).toMatch(/^sha256:/);
    expect(result.after.planHash.drill).toBeNull();
    expect(Object.keys(result.changes[0] ?? {}).sort()).toEqual([
      'after',
      'before',
      'change',
      'danger',
      'modes',
      'property',
      'subject',
    ]);
  });

  it('takes what plan --json has printed, for its mode', async () => {
    const plan = await runIn(['plan', 'good.yaml', '--mode', 'live', '--json']);

    const { exitCode, io } = await runIn(['diff', 'plan.json', 'live.yaml'], {
      files: { 'plan.json': plan.io.out() },
    });

    expect(exitCode).toBe(0);
    expect(io.out()).toContain('no change in meaning');
  });

  it.each([
    ['of a version that it does not know', '{"planVersion":99}', 'version 99'],
    ['that is not whole', '{"planVersion":1,"mode":"drill"}', 'no whole plan'],
  ])('refuses a plan %s', async (_what, text, words) => {
    const { exitCode, io } = await runIn(['diff', 'plan.json', 'good.yaml'], {
      files: { 'plan.json': text },
    });

    expect(exitCode).toBe(3);
    expect(io.err()).toContain(words);
  });
});
