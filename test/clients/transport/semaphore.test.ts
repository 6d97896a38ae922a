import { describe, expect, it } from '@jest/globals';
import { Semaphore } from '../../../clients/transport/semaphore.js';

describe('Semaphore', () => {
  it('lets as many run at once as it has places', async () => {
    const places = new Semaphore(2);
    let [now, most] = [0, 0];
    const work = async (): Promise<void> => {
      now += 1;
      most = Math.max(most, now);
      await Promise.resolve();
      now -= 1;
    };

    await Promise.all(Array.from({ length: 9 }, () => places.run(work)));

    expect(most).toBe(2);
  });

  it('lets them in in order of arrival', async () => {
    const places = new Semaphore(1);
    const order: number[] = [];

    await Promise.all(
      [1, 2, 3].map((number) =>
        places.run(() => {
          order.push(number);
          return Promise.resolve();
        }),
      ),
    );

    expect(order).toEqual([1, 2, 3]);
  });

  it('gives the place of a failed piece of work to the next', async () => {
    const places = new Semaphore(1);
    const failing = places.run(() => Promise.reject(new Error('no')));

    const next = places.run(() => Promise.resolve('in'));

    await expect(failing).rejects.toThrow('no');
    await expect(next).resolves.toBe('in');
  });

  it('keeps no place for one that gave up waiting', async () => {
    const places = new Semaphore(1);
    const stop = new AbortController();
    const ending = new AbortController();
    const first = places.run(
      () =>
        new Promise<void>((resolve) => {
          ending.signal.addEventListener('abort', () => {
            resolve();
          });
        }),
    );
    const givingUp = places.run(() => Promise.resolve('never'), stop.signal);
    const third = places.run(() => Promise.resolve('in'));

    await Promise.resolve();
    stop.abort(new Error('stop'));
    ending.abort();

    await expect(givingUp).rejects.toThrow('stop');
    await expect(third).resolves.toBe('in');
    await first;
  });
});
