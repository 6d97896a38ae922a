import { describe, expect, it } from '@jest/globals';
import { makeLogger, makeTerminalLogger } from '../../cli/logger.js';
import { fakeIo } from './fake-io.js';

describe('makeLogger', () => {
  it('writes what an error says and what caused it, without its stack', () => {
    const io = fakeIo();
    const error = new Error('the run was refused', { cause: new Error('no such plan') });

    makeLogger(io, 'warn').warn({ error }, 'Workflow failed');

    const line = JSON.parse(io.err()) as { error: unknown };
    expect(line.error).toEqual({
      type: 'Error',
      message: 'the run was refused',
      cause: 'no such plan',
    });
  });

  it('hides what is called like a secret', () => {
    const io = fakeIo();

    makeLogger(io, 'warn').warn({ request: { password: 'canary' } }, 'a foreign object');

    expect(io.err()).toContain('[hidden]');
    expect(io.err()).not.toContain('canary');
  });
});

describe('makeTerminalLogger', () => {
  it('writes our own warnings as sentences', () => {
    const io = fakeIo();

    makeTerminalLogger(io).warn({ connection: 'em' }, 'its clock is wrong');

    expect(io.err()).toBe('warning: em: its clock is wrong\n');
  });

  it('leaves out what the SDK warns of, because it stands in the run', () => {
    const io = fakeIo();

    makeTerminalLogger(io).warn({ sdkComponent: 'worker' }, 'Activity failed');

    expect(io.err()).toBe('');
  });

  it('writes an error of the SDK, with its reason', () => {
    const io = fakeIo();

    const error = new Error('disk full');
    makeTerminalLogger(io).error({ sdkComponent: 'core', error }, 'Worker failed');

    expect(io.err()).toBe('error: Worker failed: disk full\n');
  });

  it('writes the whole log where a level was asked for', () => {
    const io = fakeIo({ env: { DRILLBOOK_LOG_LEVEL: 'warn' } });

    makeTerminalLogger(io).warn({ sdkComponent: 'worker' }, 'Activity failed');

    expect(JSON.parse(io.err())).toMatchObject({ msg: 'Activity failed' });
  });
});
