import { describe, expect, it } from '@jest/globals';
import type { Clock } from '../../../clients/transport/clock.js';
import { Held, Pace } from '../../../clients/transport/pace.js';

/** A clock that is moved by those who wait on it. */
function fakeClock(): Clock & { time: number; readonly slept: number[] } {
  return {
    time: 1_000,
    slept: [],
    now() {
      return this.time;
    },
    sleep(milliseconds) {
      this.slept.push(milliseconds);
      this.time += milliseconds;
      return Promise.resolve();
    },
  };
}

describe('Pace', () => {
  it('lets requests through at once when it has no rate', async () => {
    const clock = fakeClock();
    const pace = new Pace(null, clock);

    await pace.turn(undefined);
    await pace.turn(undefined);

    expect(clock.slept).toEqual([]);
  });

  it('spaces requests by the rate', async () => {
    const clock = fakeClock();
    const pace = new Pace(4, clock);

    await pace.turn(undefined);
    await pace.turn(undefined);
    await pace.turn(undefined);

    expect(clock.slept).toEqual([250, 250]);
  });

  it('does not send faster after a time without requests', async () => {
    const clock = fakeClock();
    const pace = new Pace(4, clock);
    await pace.turn(undefined);
    clock.time += 60_000;

    await pace.turn(undefined);
    await pace.turn(undefined);

    expect(clock.slept).toEqual([250]);
  });

  it('waits for a server that asked for up to 5 seconds', async () => {
    const clock = fakeClock();
    const pace = new Pace(null, clock);
    pace.hold(5);

    await pace.turn(undefined);

    expect(clock.slept).toEqual([5_000]);
  });

  it('gives up at once with the remaining seconds when it is longer', async () => {
    const clock = fakeClock();
    const pace = new Pace(null, clock);
    pace.hold(30);
    clock.time += 10_500;

    const turn = pace.turn(undefined);

    await expect(turn).rejects.toMatchObject({ name: 'Held', seconds: 20, why: 'server' });
    expect(clock.slept).toEqual([]);
  });

  it('keeps the longer of two holds', async () => {
    const pace = new Pace(null, fakeClock());
    pace.hold(30);
    pace.hold(1);

    await expect(pace.turn(undefined)).rejects.toMatchObject({ seconds: 30 });
  });

  it('holds no longer than 5 minutes, whatever a server says', async () => {
    const pace = new Pace(null, fakeClock());
    pace.hold(86_400);

    await expect(pace.turn(undefined)).rejects.toMatchObject({ seconds: 300 });
  });

  it('gives up when a hold came while it waited', async () => {
    const clock = fakeClock();
    const pace = new Pace(null, clock);
    pace.hold(4);
    const sleep = clock.sleep.bind(clock);
    clock.sleep = (milliseconds, signal) => {
      pace.hold(60);
      return sleep(milliseconds, signal);
    };

    await expect(pace.turn(undefined)).rejects.toBeInstanceOf(Held);
  });

  it('ends with what the wait was aborted with', async () => {
    const clock = fakeClock();
    const pace = new Pace(null, clock);
    pace.hold(2);
    clock.sleep = () => Promise.reject(new Error('stop'));

    await expect(pace.turn(undefined)).rejects.toThrow('stop');
  });
});
