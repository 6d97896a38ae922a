import { describe, expect, it } from '@jest/globals';

import type { FaultInput } from '../../../simulator/faults/fault.js';
import { consoleScenario, newId, PLANS, startConsoleLab } from './console-lab.js';

describe('faults at the Console', () => {
  it.each<[FaultInput, number]>([
    [{ kind: 'dropBefore' }, 0],
    [{ kind: 'dropAfter' }, 1],
    [{ kind: 'restart', acted: true }, 1],
  ])('%j breaks the connection; the plan is started %i times', async (fault, started) => {
    const { start, truth, lab } = await startConsoleLab();
    lab.simulator.addFault({ ...fault, match: { server: 'console', action: 'start' } });

    await expect(start('ERP')).rejects.toThrow('fetch failed');

    expect(truth('ERP').started).toBe(started);
  });

  it.each<[FaultInput, number]>([
    [{ kind: 'status', code: 520 }, 0],
    [{ kind: 'statusAfter', code: 520 }, 1],
  ])('%j is a transport error; the plan is started %i times', async (fault, started) => {
    const { start, truth, lab } = await startConsoleLab();
    lab.simulator.addFault({ ...fault, match: { action: 'start' } });

    const { status, body } = await start('ERP');

    expect(status).toBe(520);
    expect(body).toMatchObject({ errors: [{ type: 'transport', code: 520 }] });
    expect(truth('ERP').started).toBe(started);
  });

  it('of a lost answer leave an action under the request’s id', async () => {
    const { start, call, lab } = await startConsoleLab();
    const requestId = newId();
    lab.simulator.addFault({ kind: 'dropAfter', match: { action: 'start' } });
    await expect(start('ERP', '', { requestId })).rejects.toThrow('fetch failed');

    const { body } = await call(`/asyncActions/${requestId}`);

    expect(body).toMatchObject({ data: { id: requestId, status: 'succeed' } });
  });

  it('of a lost answer let the same id be sent again without acting', async () => {
    const { start, truth, lab } = await startConsoleLab();
    const requestId = newId();
    lab.simulator.addFault({ kind: 'statusAfter', code: 520, match: { action: 'start' } });
    await start('ERP', '', { requestId });

    const { status } = await start('ERP', '', { requestId });

    expect(status).toBe(200);
    expect(truth('ERP').started).toBe(1);
  });

  it('throttle with the wait in the body', async () => {
    const { start, truth, lab } = await startConsoleLab();
    lab.simulator.addFault({ kind: 'status', code: 429, match: { action: 'start' } });

    const { status, body } = await start('ERP');

    expect(status).toBe(429);
    expect(body).toEqual({ errors: [{ type: 'transport', code: 429, retryAfter: 25 }] });
    expect(truth('ERP').started).toBe(0);
  });

  it('answer a reading later', async () => {
    const { call, lab } = await startConsoleLab();
    lab.simulator.addFault({ kind: 'async', match: { method: 'GET' } });
    const { status, headers } = await call(PLANS);
    lab.clock.advance(2);

    const id = headers.get('location')?.split('/').at(-1) ?? '';
    const result = await call(`/asyncActions/${id}/result`);

    expect(status).toBe(202);
    expect(result.body).toMatchObject({ data: [{ name: 'ERP' }, { name: 'Branch' }] });
  });

  it('lose the action of a start that was executed', async () => {
    const { start, call, truth, lab } = await startConsoleLab();
    const requestId = newId();
    lab.simulator.addFault({ kind: 'asyncLost' });
    const { status } = await start('ERP', '', { requestId });

    const probe = await call(`/asyncActions/${requestId}`);

    expect([status, probe.status]).toEqual([202, 404]);
    expect(truth('ERP').started).toBe(1);
  });

  it.each([
    [false, 0],
    [true, 1],
  ])('answer 200 with errors, acted %s', async (acted, started) => {
    const { start, truth, lab } = await startConsoleLab();
    lab.simulator.addFault({ kind: 'errors200', acted });

    const { status, body } = await start('ERP');

    expect(status).toBe(200);
    expect((body as { readonly errors: readonly object[] }).errors).toHaveLength(1);
    expect(truth('ERP').started).toBe(started);
  });

  it('show a status that nobody knows', async () => {
    const { shown, lab } = await startConsoleLab();
    lab.simulator.addFault({ kind: 'unknownState' });

    expect(await shown('ERP')).toMatchObject({ status: 'Hibernating', name: 'ERP' });
  });

  it('forget a token', async () => {
    const { call, lab } = await startConsoleLab(consoleScenario());
    lab.simulator.addFault({ kind: 'sessionExpired' });

    const { status } = await call(PLANS);

    expect(status).toBe(401);
  });

  it('spare the other server when they name one', async () => {
    const { call, lab } = await startConsoleLab();
    lab.simulator.addFault({ kind: 'status', code: 503, match: { server: 'enterpriseManager' } });

    const console = (await call(PLANS)).status;
    const manager = (await lab.call('/tasks')).status;

    expect([console, manager]).toEqual([200, 503]);
  });

  it('that only the Console has leave Enterprise Manager alone', async () => {
    const { lab } = await startConsoleLab();
    lab.simulator.addFault({ kind: 'async' });

    const { status } = await lab.call('/tasks');

    expect(status).toBe(200);
    expect(lab.simulator.faults()[0]?.hits).toBe(0);
  });
});
