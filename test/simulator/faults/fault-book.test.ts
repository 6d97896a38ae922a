import { describe, expect, it } from '@jest/globals';

import { startLab } from '../lab.js';

describe('a fault', () => {
  it('hits once unless more is asked for', async () => {
    const lab = await startLab();
    lab.simulator.addFault({ kind: 'status', code: 503 });

    const statuses = [(await lab.call('/tasks')).status, (await lab.call('/tasks')).status];

    expect(statuses).toEqual([503, 200]);
  });

  it('lets the first ones by when after says so', async () => {
    const lab = await startLab();
    lab.simulator.addFault({ kind: 'status', code: 503, after: 1, times: 2 });
    const statuses: number[] = [];

    for (let n = 0; n < 4; n += 1) statuses.push((await lab.call('/tasks')).status);

    expect(statuses).toEqual([200, 503, 503, 200]);
  });

  it('hits for ever when times is always', async () => {
    const lab = await startLab();
    lab.simulator.addFault({ kind: 'status', code: 503, times: 'always' });
    const statuses: number[] = [];

    for (let n = 0; n < 3; n += 1) statuses.push((await lab.call('/tasks')).status);

    expect(statuses).toEqual([503, 503, 503]);
  });

  it.each([
    [{ path: '/tasks' }, 503],
    [{ path: '/tasks/' }, 200],
    [{ path: '/^\\/api\\/tas.s$/' }, 503],
    [{ path: 'failoverPlans' }, 200],
    [{ method: 'post' }, 200],
    [{ method: 'get' }, 503],
    [{ action: 'start' }, 200],
  ])('that matches %j answers GET /tasks with %d', async (match, status) => {
    const lab = await startLab();
    lab.simulator.addFault({ kind: 'status', code: 503, match });

    const answer = await lab.call('/tasks');

    expect(answer.status).toBe(status);
  });

  it('is recorded with how often it matched and hit', async () => {
    const lab = await startLab();
    lab.simulator.addFault({ kind: 'status', code: 503, after: 1, times: 'always' });
    await lab.call('/tasks');
    await lab.call('/tasks');

    expect(lab.simulator.faults()).toMatchObject([{ id: 1, kind: 'status', seen: 2, hits: 1 }]);
  });

  it('lets the next one hit when it is used up', async () => {
    const lab = await startLab();
    lab.simulator.addFault({ kind: 'status', code: 503 });
    lab.simulator.addFault({ kind: 'status', code: 500 });

    const statuses = [(await lab.call('/tasks')).status, (await lab.call('/tasks')).status];

    expect(statuses).toEqual([503, 500]);
  });
});
