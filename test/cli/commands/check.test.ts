import { describe, expect, it } from '@jest/globals';
import { runIn } from './runbook-folder.js';

describe('check', () => {
  it('ends with 0 for a runbook without errors', async () => {
    const { exitCode, io } = await runIn(['check', 'good.yaml', '--mode', 'drill']);

    expect(exitCode).toBe(0);
    expect(io.out()).toContain('good.yaml');
    expect(io.err()).toBe('');
  });

  it('ends with 2 and prints the place of an error on stdout', async () => {
    const { exitCode, io } = await runIn(['check', 'bad.yaml']);

    expect(exitCode).toBe(2);
    expect(io.out()).toContain('bad.yaml:5:5');
  });

  it('ends with 2 when one of several runbooks has errors', async () => {
    const { exitCode } = await runIn(['check', 'good.yaml', 'bad.yaml']);

    expect(exitCode).toBe(2);
  });

  it('prints diagnostics as JSON under their public names', async () => {
    const { io } = await runIn(['check', 'bad.yaml', '--json']);

    const { diagnostics } = JSON.parse(io.out()) as { diagnostics: object[] };
    expect(Object.keys(diagnostics[0] ?? {}).sort()).toEqual([
      'code',
      'column',
      'endColumn',
      'endLine',
      'file',
      'help',
      'line',
      'message',
      'severity',
    ]);
  });
});
