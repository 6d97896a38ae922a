import { describe, expect, it } from '@jest/globals';
import { runCommand, whyItFailed } from '../../../cli/temporal-server/run-command.js';

const shell = (script: string) => ({
  command: '/bin/sh',
  args: ['-c', script],
  env: {},
  limitMs: 30_000,
});

describe('runCommand', () => {
  it('gives the exit code and what was written last', async () => {
    const result = await runCommand(shell('echo one; echo two >&2; exit 3'));

    expect(result).toMatchObject({ code: 3, endedBy: 'itself' });
    expect([...result.lastLines].sort()).toEqual(['one', 'two']);
  });

  it('ends a command that runs longer than its limit', async () => {
    const result = await runCommand({ ...shell('exec /bin/sleep 60'), limitMs: 50 });

    expect(result).toMatchObject({ code: null, endedBy: 'limit' });
  });

  it('ends a command when it is told to', async () => {
    const signal = AbortSignal.abort();

    const result = await runCommand({ ...shell('echo begun; exec /bin/sleep 60'), signal });

    expect(result.endedBy).toBe('abort');
  });

  it('does not wait for a grandchild that keeps the output open', async () => {
    const result = await runCommand(shell('/bin/sleep 20 & exit 0'));

    expect(result).toMatchObject({ code: 0, endedBy: 'itself' });
  });
});

describe('whyItFailed', () => {
  it('is null for a command that did its work', async () => {
    const result = await runCommand(shell('exit 0'));

    expect(whyItFailed('go', result, '1 s')).toBeNull();
  });

  it('names a command that cannot be started', async () => {
    const result = await runCommand({ ...shell(''), command: '/nowhere/go' });

    expect(whyItFailed('go', result, '1 s')).toMatch(/^go could not be started: .*ENOENT/);
  });
});
