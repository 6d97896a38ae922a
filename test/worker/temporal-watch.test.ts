import { afterEach, describe, expect, it } from '@jest/globals';
import { TemporalWatch } from '../../worker/temporal-watch.js';

const TIMES = { everyMs: 10, answerMs: 50, freshMs: 200 };

const stopping = new AbortController();

afterEach(() => {
  stopping.abort();
});

async function until(isThere: () => boolean): Promise<void> {
  while (!isThere()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('TemporalWatch', () => {
  it('tells that no answer comes, and that they come again', async () => {
    let asked = 0;
    let isUp = true;
    const watch = new TemporalWatch((deadline) => {
      asked += 1;
      if (isUp) return Promise.resolve();
      return new Promise((_resolve, reject) => {
        setTimeout(reject, deadline.getTime() - Date.now());
      });
    }, TIMES);

    void watch.watch(stopping.signal);
    await until(() => asked > 40);
    expect(watch.isAnswering).toBe(true);

    isUp = false;
    await until(() => !watch.isAnswering);

    isUp = true;
    await until(() => watch.isAnswering);
  });
});
