import { describe, expect, it } from '@jest/globals';
import { confirm } from '../../cli/confirm.js';
import { fakeIo } from './fake-io.js';

const request = { what: 'This really happens', word: 'erp', yes: false };

describe('confirm', () => {
  it('takes the word that was asked for', async () => {
    const io = fakeIo({ terminal: true, answers: [' erp '] });

    await confirm(io, request);

    expect(io.err()).toContain('This really happens');
  });

  it.each([['y'], ['']])('refuses %p', async (answer) => {
    const io = fakeIo({ terminal: true, answers: [answer] });

    await expect(confirm(io, request)).rejects.toThrow('nothing was done');
  });

  it('refuses when the input ends', async () => {
    const io = fakeIo({ terminal: true });

    await expect(confirm(io, request)).rejects.toThrow('nothing was done');
  });

  it('asks nothing with --yes', async () => {
    const io = fakeIo();

    await confirm(io, { ...request, yes: true });

    expect(io.err()).toBe('');
  });

  it('asks nothing without a terminal where a reason was given', async () => {
    const [piped, terminal] = [fakeIo(), fakeIo({ terminal: true })];
    const reasoned = { ...request, hasReason: true };

    await confirm(piped, reasoned);

    expect(piped.err()).toBe('');
    await expect(confirm(terminal, reasoned)).rejects.toThrow('nothing was done');
    await expect(confirm(piped, request)).rejects.toThrow('give --yes to confirm');
  });
});
