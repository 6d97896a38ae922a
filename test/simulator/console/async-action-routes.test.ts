import { describe, expect, it } from '@jest/globals';

import { sample } from '../shape.js';
import { consoleScenario, newId, startConsoleLab, type ConsoleLab } from './console-lab.js';

const LATER = consoleScenario('switches: { answers: 202 }');

async function statusOf({ call }: ConsoleLab, id: string): Promise<unknown> {
  const { body } = await call(`/asyncActions/${id}`);
  return (body as { readonly data: { readonly status: unknown } }).data.status;
}

describe('an asynchronous answer', () => {
  it('is 202 without a body and names the action, whose id is the request’s', async () => {
    const { start, truth } = await startConsoleLab(LATER);
    const requestId = newId();

    const { status, headers, body } = await start('ERP', '', { requestId });

    expect([status, body]).toEqual([202, null]);
    expect(headers.get('location')).toBe(
      `https://em.sim.local:1280/api/v3/asyncActions/${requestId}`,
    );
    expect(truth('ERP').started).toBe(1);
  });

  it('runs for a while and then has the answer of the call', async () => {
    const lab = await startConsoleLab(LATER);
    const requestId = newId();
    await lab.start('ERP', '', { requestId });
    const early = [
      await statusOf(lab, requestId),
      await lab.call(`/asyncActions/${requestId}/result`),
    ];
    lab.lab.clock.advance(2);

    const result = await lab.call(`/asyncActions/${requestId}/result`);

    expect(early).toMatchObject(['running', { status: 400 }]);
    expect(await statusOf(lab, requestId)).toBe('succeed');
    expect(result).toMatchObject({ status: 200, body: { errors: [], data: {}, meta: null } });
  });

  it('ends failed when the call is refused', async () => {
    const lab = await startConsoleLab(LATER);
    await lab.start('ERP');
    const requestId = newId();
    await lab.start('ERP', '', { requestId });
    lab.lab.clock.advance(2);

    const result = await lab.call(`/asyncActions/${requestId}/result`);

    expect(await statusOf(lab, requestId)).toBe('failed');
    expect(result.status).toBe(400);
  });

  it('has the shape of the published sample', async () => {
    const { start, call } = await startConsoleLab(LATER);
    const requestId = newId();
    await start('ERP', '?test=true', { requestId });

    const { body } = await call(`/asyncActions/${requestId}`);

    const expected = JSON.parse(sample('vspc-asyncaction-running.json')) as { data: object };
    const { data } = body as { readonly data: object };
    expect(Object.keys(data)).toEqual(Object.keys(expected.data));
    expect(data).toMatchObject({
      actionName: 'StartBackupFailoverPlan',
      queryParameters: { test: ['true'] },
    });
  });
});

describe('the record of an action', () => {
  it('is left by a call with a request id that was answered at once', async () => {
    const lab = await startConsoleLab();
    const requestId = newId();
    await lab.start('ERP', '', { requestId });

    expect(await statusOf(lab, requestId)).toBe('succeed');
  });

  it('is not left when the switch says so', async () => {
    const { start, call } = await startConsoleLab(
      consoleScenario('switches: { actionRecords: asyncOnly }'),
    );
    const requestId = newId();
    await start('ERP', '', { requestId });

    const { status } = await call(`/asyncActions/${requestId}`);

    expect(status).toBe(404);
  });

  it('is kept five minutes, that of a failure an hour', async () => {
    const { start, call, lab } = await startConsoleLab();
    const [good, bad] = [newId(), newId()];
    await start('ERP', '', { requestId: good });
    await start('ERP', '', { requestId: bad });
    lab.clock.advance(300);
    const after = [await call(`/asyncActions/${good}`), await call(`/asyncActions/${bad}`)];
    lab.clock.advance(3300);

    const late = await call(`/asyncActions/${bad}`);

    expect(after.map(({ status }) => status)).toEqual([404, 200]);
    expect(late.status).toBe(404);
  });

  it('is another caller’s secret', async () => {
    const { start, call } = await startConsoleLab();
    const requestId = newId();
    await start('ERP', '', { requestId });

    const { status } = await call(`/asyncActions/${requestId}`, { key: 'reader' });

    expect(status).toBe(404);
  });

  it('can be canceled while it runs, which stops nothing', async () => {
    const lab = await startConsoleLab(LATER);
    const requestId = newId();
    await lab.start('ERP', '', { requestId });
    await lab.call(`/asyncActions/${requestId}`, { method: 'DELETE' });
    lab.lab.clock.advance(60);

    expect(await statusOf(lab, requestId)).toBe('canceled');
    expect(lab.truth('ERP').state).toBe('failedOver');
  });

  it('can lose its result', async () => {
    const { start, call } = await startConsoleLab();
    const requestId = newId();
    await start('ERP', '', { requestId });
    await call(`/asyncActions/${requestId}/result`, { method: 'DELETE' });

    const { status } = await call(`/asyncActions/${requestId}/result`);

    expect(status).toBe(404);
  });
});

describe('the list of actions', () => {
  it('has the shape of the published sample', async () => {
    const { start, call } = await startConsoleLab();
    await start('ERP', '', { requestId: newId() });

    const { body } = await call('/asyncActions');

    const expected = JSON.parse(sample('vspc-asyncactions-list.json')) as List;
    expect(Object.keys((body as List).data[0] ?? {})).toEqual(Object.keys(expected.data[0] ?? {}));
    expect(Object.keys(body as List)).toEqual(Object.keys(expected));
  });

  it('comes with how long results are kept', async () => {
    const { call } = await startConsoleLab();

    const { body } = await call('/asyncActions/config');

    expect(body).toEqual({ data: { resultRetentionTime: 300 } });
  });
});

interface List {
  readonly data: readonly object[];
}
