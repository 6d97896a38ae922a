import { describe, expect, it } from '@jest/globals';
import { makeEnding } from '../../../cli/dev/ending.js';

describe('makeEnding', () => {
  it('ends the last thing first', async () => {
    const ended: string[] = [];
    const ending = makeEnding(() => undefined);
    ending.add('server', () => Promise.resolve(void ended.push('server')));
    ending.add('worker', () => Promise.resolve(void ended.push('worker')));

    await ending.run();

    expect(ended).toEqual(['worker', 'server']);
  });

  it('ends the rest when one thing can not be ended, and says which', async () => {
    const ended: string[] = [];
    const said: string[] = [];
    const ending = makeEnding((text) => void said.push(text));
    ending.add('server', () => Promise.resolve(void ended.push('server')));
    ending.add('worker', () => Promise.reject(new Error('stuck')));

    await ending.run();

    expect(ended).toEqual(['server']);
    expect(said).toEqual(['worker: stuck']);
  });
});
