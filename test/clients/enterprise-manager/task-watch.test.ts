import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TaskWatch } from '../../../clients/enterprise-manager/task-watch.js';

const MINUTE = 60_000;

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

function watch(idleMilliseconds: number) {
  const warm = jest.fn(() => Promise.resolve());

  return { warm, tasks: new TaskWatch(() => idleMilliseconds, warm) };
}

describe('TaskWatch', () => {
  it('warms an idle session while a task is followed', () => {
    const { warm, tasks } = watch(5 * MINUTE);
    tasks.follow();

    jest.advanceTimersByTime(MINUTE);

    expect(warm).toHaveBeenCalled();
  });

  it('leaves a session alone that was used', () => {
    const { warm, tasks } = watch(4 * MINUTE);
    tasks.follow();

    jest.advanceTimersByTime(30 * MINUTE);

    expect(warm).not.toHaveBeenCalled();
  });

  it('stops when no task is followed any more', () => {
    const { warm, tasks } = watch(10 * MINUTE);
    tasks.follow().done();

    jest.advanceTimersByTime(30 * MINUTE);

    expect(warm).not.toHaveBeenCalled();
    expect(jest.getTimerCount()).toBe(0);
  });
});
