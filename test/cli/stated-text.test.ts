import { describe, expect, it } from '@jest/globals';
import { runCli } from '../../cli/run-cli.js';
import { statedName, statedText } from '../../cli/stated-text.js';
import { fakeIo } from './fake-io.js';

describe('who and why, as people state it', () => {
  it('is kept without blanks around', () => {
    expect(statedName('  Ann Kern ')).toBe('Ann Kern');
    expect(statedText('--reason', ' it burns\n')).toBe('it burns');
  });

  it.each(['', '   ', '\u200b', '...', 'ann\nbob', 'ann\u001b[2J', 'x'.repeat(201)])(
    'takes %j for no person',
    (text) => {
      expect(() => statedName(text)).toThrow(/^--as (is|has)/);
    },
  );

  it.each(['...', 'one\ntwo', '\u0007', 'x'.repeat(2001)])('takes %j for no reason', (text) => {
    expect(() => statedText('--reason', text)).toThrow(/^--reason (is|has)/);
    expect(() => statedText('--note', text)).toThrow(/^--note (is|has)/);
  });

  it('takes names of every script, up to 200 characters', () => {
    expect(statedName('Zoë 田中')).toBe('Zoë 田中');
    expect(statedName('x'.repeat(200))).toHaveLength(200);
  });

  it.each([
    [['runs', '--as', ''], '--as is empty'],
    [['unlock', 'em/x', '--reason', ' '], 'unlock needs --reason'],
    [['release', 'em/x', '--reason', ' '], 'release needs --reason'],
    [['answer', 'r-1', '--with', 'done', '--note', '...'], '--note is still "..."'],
  ])('ends %j with 3 before anything is asked of a server', async (argv, words) => {
    const io = fakeIo();

    const exitCode = await runCli(argv, io);

    expect(exitCode).toBe(3);
    expect(io.err()).toContain(words);
  });
});
