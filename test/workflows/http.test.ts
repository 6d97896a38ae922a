import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { HttpConnection } from '../../config/config.js';
import type { HttpStep } from '../../plan/plan.js';
import { startServer, type Reply, type TestServer } from '../clients/test-server.js';
import { historyText, openLab, type Lab } from './lab.js';
import { cel, each, http, literal, planOf, tcpCheck, wait } from './plans.js';

const TOKEN = 'canary-token-9fQ';
const SLASHED = 'canary/token+9fQ';

const JSON_TYPE = { 'content-type': 'application/json' };

describe('an http step', () => {
  let lab: Lab;
  let server: TestServer;
  let replies: Reply[];
  beforeEach(async () => {
    replies = [];
    server = await startServer(() => replies.shift() ?? { status: 200, body: '{"ok":true}' });
    const tickets: HttpConnection = {
      type: 'http',
      name: 'tickets',
      url: `${server.url}/api`,
      auth: { kind: 'bearer', token: { kind: 'env', name: 'TICKETS', where: 'tickets.token' } },
      headers: new Map([['X-Team', { kind: 'literal', value: 'dr' }]]),
      tls: { caFile: null, insecure: false },
      requestTimeoutSeconds: 30,
    };
    const slashed: HttpConnection = {
      ...tickets,
      name: 'slashed',
      auth: { kind: 'bearer', token: { kind: 'env', name: 'SLASHED', where: 'slashed.token' } },
    };
    lab = await openLab(undefined, {
      http: [tickets, slashed],
      env: { TICKETS: TOKEN, SLASHED },
    });
  });
  afterEach(async () => {
    await lab.close();
    await server.close();
  });

  function request(method: HttpStep['method'], extra: Partial<HttpStep> = {}): HttpStep {
    return http('call', method, '/changes', { connection: 'tickets', ...extra });
  }

  it('sends JSON once with the credentials of its connection, and keeps the answer', async () => {
    replies = [{ status: 201, headers: JSON_TYPE, body: `{"id":7,"echo":"${TOKEN}"}` }];
    const body = { kind: 'map', entries: [{ key: 'run', value: cel('run.id') }] } as const;
    const headers = [{ name: 'X-Kind', value: literal('drill') }];
    const expected = { status: [201], body: 'json.id == 7' };
    const run = await lab.start(
      planOf('live', [request('POST', { body, headers, expect: expected })]),
    );

    const record = await run.ended();

    expect(record.steps[0]).toMatchObject({
      status: 'succeeded',
      output: { status: 201, json: { id: 7, echo: '[redacted]' } },
    });
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({
      method: 'POST',
      url: '/api/changes',
      body: JSON.stringify({ run: run.id }),
      headers: {
        authorization: `Bearer ${TOKEN}`,
        'x-team': 'dr',
        'x-kind': 'drill',
        'content-type': 'application/json',
      },
    });
    const history = await historyText(run);
    expect(history).toContain('/changes');
    expect(history).not.toContain(TOKEN);
  });

  it.each([
    ['PHP', String.raw`canary\/token+9fQ`],
    ['.NET', String.raw`canary/token\u002B9fQ`],
    ['a number of XML within JSON', 'canary&#47;token&#43;9fQ'],
    ['base64', Buffer.from(`x:${SLASHED}`).toString('base64')],
  ])('keeps no token that %s has escaped, in text or JSON', async (_who, echo) => {
    replies = [{ status: 200, headers: JSON_TYPE, body: `{"echo":"Bearer ${echo}","n":[1]}` }];
    const run = await lab.start(planOf('live', [request('POST', { connection: 'slashed' })]));

    const record = await run.ended();

    expect(record.steps[0]?.output).toMatchObject({ json: { n: [1] }, status: 200 });
    const everything = `${JSON.stringify(record)}${await historyText(run)}`;
    expect(everything).toContain('[redacted]');
    for (const form of [SLASHED, echo]) expect(everything).not.toContain(form);
    expect(everything).not.toContain(JSON.stringify(echo).slice(1, -1));
  });

  it.each([
    ['POST', 'the text itself', 'json.echo'],
    ['GET', 'the text itself', 'json.echo'],
    ['POST', 'a part of the text', 'json.echo.substring(7)'],
    ['POST', 'an error that quotes the text', 'json[json.echo]'],
  ] as const)(
    'tells no secret that %s echoes where what is expected gives %s',
    async (method, _what, body) => {
      replies = [{ status: 200, headers: JSON_TYPE, body: `{"echo":"${TOKEN}"}` }];
      const run = await lab.start(
        planOf('live', [
          request(method, { onFailure: 'continue', expect: { status: null, body } }),
        ]),
      );

      const record = await run.ended();

      expect(record.steps[0]).toMatchObject({ status: 'ignored' });
      expect(record.steps[0]?.error?.message).toMatch(/body: |body could not be judged: /);
      expect(await historyText(run)).not.toMatch(/canary-token|9fQ/);
    },
  );

  it('tells no secret that a check shows of an answer that does not hold', async () => {
    replies = [{ status: 200, headers: JSON_TYPE, body: `{"echo":"${TOKEN}"}` }];
    const answer = { status: null, body: 'json.echo', connection: 'tickets' };
    const probe = { kind: 'http', method: 'GET', url: literal('/health'), ...answer } as const;
    const check = { ...tcpCheck('up', literal(0)), probe, withinSeconds: 0.01 };
    const run = await lab.start(planOf('live', [check]));

    const record = await run.ended();

    expect(record.steps[0]?.error?.message).toContain('body: "[redacted]"');
    expect(await historyText(run)).not.toContain(TOKEN);
  });

  it('asks again until the answer is clear where nothing is changed by it', async () => {
    replies = [{ status: 503 }, 'drop', { status: 200, body: 'up' }];

    const record = await lab.run(planOf('live', [request('GET')]));

    expect(record.steps[0]).toMatchObject({
      status: 'succeeded',
      attempts: 1,
      output: { status: 200, json: null, text: 'up' },
    });
    expect(server.requests).toHaveLength(3);
  });

  it('fails at a clear answer that is not the expected one', async () => {
    replies = [{ status: 404, body: 'no such change' }];

    const record = await lab.run(planOf('live', [request('GET')]));

    expect(record.steps[0]).toMatchObject({
      status: 'failed',
      error: { type: 'UnexpectedAnswer', message: 'GET /changes: status 404' },
      output: { status: 404, text: 'no such change' },
    });
  });

  it('never sends again what may have been acted upon, and asks a person', async () => {
    replies = ['drop'];
    const retry = { attempts: 3, everySeconds: 0 };
    const run = await lab.start(planOf('live', [request('POST', { retry })]));
    const { waitingFor } = await run.until((record) => record.waitingFor.length > 0);
    expect(waitingFor).toMatchObject([{ step: 'call', kind: 'unknown' }]);
    expect(server.requests).toHaveLength(1);

    await run.steer('resolve', { choice: 'adopt' });
    const record = await run.ended();

    expect(record.steps[0]).toMatchObject({ status: 'degraded', attempts: 2 });
    expect(server.requests).toHaveLength(1);
  });

  it('stays unknown when sending again, as a person says, is refused', async () => {
    replies = ['drop', { status: 409 }];
    const run = await lab.start(planOf('live', [request('POST')]));
    await run.until(({ waitingFor }) => waitingFor.length > 0);

    await run.steer('resolve', { choice: 'resend' });
    const { steps, waitingFor } = await run.until(
      (record) => record.steps[0]?.attempts === 2 && record.waitingFor.length > 0,
    );
    await run.steer('resolve', { choice: 'skip' });
    await run.ended();

    expect(waitingFor).toMatchObject([{ kind: 'unknown' }]);
    expect(steps[0]?.error?.message).toContain('whether the request happened is still not known');
    expect(server.requests).toHaveLength(2);
  });

  it('sends an unclear one again under its idempotency key', async () => {
    replies = ['drop', { status: 200, body: '{}' }];
    const key = { kind: 'text', parts: [{ cel: 'run.id' }, '-open'] } as const;

    const record = await lab.run(planOf('live', [request('POST', { idempotencyKey: key })]));

    expect(record.steps[0]).toMatchObject({ status: 'succeeded', attempts: 1 });
    const keys = server.requests.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toEqual([`${record.run.id}-open`, `${record.run.id}-open`]);
  });

  it('sends again what was certainly not acted upon', async () => {
    replies = [{ status: 429, headers: { 'Retry-After': '1' } }, { status: 200 }];

    const record = await lab.run(planOf('live', [request('POST')]));

    expect(record.steps[0]).toMatchObject({ status: 'succeeded', attempts: 1 });
    expect(server.requests).toHaveLength(2);
  });

  it('does not retry a success that is not the expected one', async () => {
    const retry = { attempts: 3, everySeconds: 0 };

    const record = await lab.run(
      planOf('live', [request('POST', { retry, expect: { status: [201], body: null } })]),
    );

    expect(record.steps[0]).toMatchObject({ status: 'failed', error: { type: 'ActedOtherwise' } });
    expect(server.requests).toHaveLength(1);
  });

  it('follows no redirect', async () => {
    const other = await startServer(() => ({ status: 200 }));
    replies = [{ status: 302, headers: { location: other.url } }];

    const record = await lab.run(planOf('live', [request('GET')]));
    await other.close();

    expect(record.steps[0]?.error?.message).toContain('status 302');
    expect(other.requests).toEqual([]);
  });

  it.each(['/../admin', 'http://127.0.0.1:1/api', '/%2e%2e/admin'])(
    'sends the credentials of a connection to no address outside it: %s',
    async (url) => {
      const record = await lab.run(planOf('live', [request('POST', { url: literal(url) })]));

      expect(record.steps[0]?.error?.message).toContain('is not below that of its connection');
      expect(server.requests).toEqual([]);
    },
  );

  it('refuses the run when its connection is not there', async () => {
    const record = await lab.run(planOf('live', [request('POST', { connection: 'other' })]));

    expect(record.run.outcome).toBe('refused');
    expect(record.run.message).toContain('has no connection "other"; it has: tickets, slashed, em');
  });

  it('tells at the end what happened, whatever happened', async () => {
    const body = { kind: 'text', parts: ['it is ', { cel: 'run.outcome' }] } as const;
    const plan = {
      ...planOf('live', [wait('bad', 'no duration')]),
      always: [request('POST', { body })],
    };

    const record = await lab.run(plan);

    expect(record.run.outcome).toBe('failed');
    expect(record.steps[1]).toMatchObject({ id: 'call', status: 'succeeded' });
    expect(server.requests[0]).toMatchObject({
      body: 'it is failed',
      headers: { 'content-type': 'text/plain; charset=utf-8' },
    });
  });

  it('holds nobody up at the end with what can not be told', async () => {
    replies = ['drop'];
    const plan = { ...planOf('live', [wait('short', '1ms')]), always: [request('POST')] };

    const record = await lab.run(plan);

    expect(record.run.outcome).toBe('succeeded');
    expect(record.steps[1]).toMatchObject({ status: 'unknown' });
  });

  it('asks a person about the item that is unclear, and about no other', async () => {
    replies = ['drop'];
    const step = each(request('POST', { body: cel('item') }), ['a', 'b'], { concurrency: 1 });
    const run = await lab.start(planOf('live', [step]));
    const { waitingFor } = await run.until((record) => record.waitingFor.length > 0);

    await run.steer('resolve', { item: 'a', choice: 'resend' });
    const record = await run.ended();

    expect(waitingFor).toMatchObject([{ step: 'call', item: 'a' }]);
    expect(record.steps[0]).toMatchObject({
      status: 'succeeded',
      items: [
        { key: 'a', status: 'succeeded', attempts: 2 },
        { key: 'b', status: 'succeeded', attempts: 1 },
      ],
    });
    expect(server.requests.map(({ body }) => body)).toEqual(['a', 'a', 'b']);
  });
});
