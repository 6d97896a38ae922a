import { describe, expect, it } from '@jest/globals';
import { clientError } from '../client-error-of.js';
import { sample } from '../sample.js';
import type { Reply } from '../test-server.js';
import { asked, byPassword, KEY, ok, PLANS, ROOT, startSpc, tokens } from './spc-server.js';

const PLAN_ID = '06b21e21-7161-50a9-b8ae-231cf9951d82';
const REQUEST_ID = 'ba547d14-c556-42bb-b85c-eeeb16e2f5e7';
const START = `POST ${PLANS}/${PLAN_ID}/start`;
const UNDO = `POST ${PLANS}/${PLAN_ID}/undo`;
const ACCEPTED = ok({ errors: [], data: {}, meta: null });
const LATEST = { dateTime: null, test: false, requestId: REQUEST_ID } as const;
const ABOUT = (date: string): Reply => ({
  status: 200,
  body: '{"data":{}}',
  headers: { Date: date },
});

describe('starting a plan', () => {
  it('sends the identity of the caller and no body', async () => {
    const spc = await startSpc({ [START]: ACCEPTED });

    const accepted = await spc.client.start(PLAN_ID, LATEST);

    expect(accepted).toEqual({ kind: 'accepted' });
    expect(asked(spc.server)).toEqual([`${START}?test=false`]);
    expect(spc.server.requests[0]).toMatchObject({
      body: '',
      headers: expect.objectContaining({ 'x-request-id': REQUEST_ID, connection: 'close' }),
    });
    expect(spc.server.requests[0]?.headers['content-type']).toBeUndefined();
  });

  it('can test, to the newest points before a time in UTC', async () => {
    const spc = await startSpc({
      [START]: ACCEPTED,
      [`GET ${ROOT}/about`]: ABOUT('Fri, 21 Nov 2025 10:00:00 GMT'),
    });

    await spc.client.start(PLAN_ID, {
      dateTime: '2025-11-21T11:00:00+01:00',
      test: true,
      requestId: REQUEST_ID,
    });

    expect(asked(spc.server).at(-1)).toBe(
      `${START}?dateTime=2025-11-21T10%3A00%3A00.000Z&test=true`,
    );
  });

  it("refuses a time ahead of the server's clock, unsent", async () => {
    const spc = await startSpc({
      [START]: ACCEPTED,
      [`GET ${ROOT}/about`]: ABOUT('Fri, 21 Nov 2025 10:00:00 GMT'),
    });

    const error = await clientError(
      spc.client.start(PLAN_ID, { ...LATEST, dateTime: '2025-11-21T10:00:01Z' }),
    );

    expect(error).toMatchObject({ kind: 'refused', operation: 'startPlan', status: null });
    expect(error.message).toContain("lies ahead of the server's clock (2025-11-21T10:00:00.000Z)");
    expect(asked(spc.server)).toEqual([`GET ${ROOT}/about`]);
  });

  it('is not-sent when the clock can not be read', async () => {
    const spc = await startSpc({ [START]: ACCEPTED, [`GET ${ROOT}/about`]: 'drop' });

    const error = await clientError(
      spc.client.start(PLAN_ID, { ...LATEST, dateTime: '2025-11-21T10:00:01Z' }),
    );

    expect(error).toMatchObject({ kind: 'not-sent', operation: 'startPlan', method: 'POST' });
  });

  it('names the async action of a 202', async () => {
    const id = '07a760e9-6ecf-4121-bfd4-ee514ef9b3ef';
    const spc = await startSpc({
      [START]: {
        status: 202,
        headers: { Location: `https://vspc:1280/api/v3/asyncActions/${id}` },
      },
    });

    const accepted = await spc.client.start(PLAN_ID, LATEST);

    expect(accepted).toEqual({ kind: 'queued', actionId: id });
  });

  it.each([
    ['a 202 without a Location', { status: 202 }],
    ['HTML', ok('<html>Sign in</html>')],
    ['nothing', { status: 200 }],
    ['half an answer', ok('{"data":{')],
    ['a 201', { status: 201, body: '{"errors":[],"data":{}}' }],
    ['a 204', { status: 204 }],
    ['an answer without data', ok('{"errors":[]}')],
    ['data twice', ok('{"data":null,"errors":[],"data":{}}')],
    ['an error of another form', ok('{"data":{},"error":"invalid_grant"}')],
    [
      'a Location that names no action',
      { status: 202, headers: { Location: `/api/v3/asyncActions/${'-'.repeat(36)}` } },
    ],
  ])('calls %s undecodable: it may have happened', async (_name, reply) => {
    const spc = await startSpc({ [START]: reply });

    const error = await clientError(spc.client.start(PLAN_ID, LATEST));

    expect(error.kind).toBe('undecodable');
    expect(spc.server.requests).toHaveLength(1);
  });

  it.each(['', 'run-1', `${REQUEST_ID}0`])('wants a uuid, not %j', async (requestId) => {
    const spc = await startSpc({ [START]: ACCEPTED });

    const starting = spc.client.start(PLAN_ID, { ...LATEST, requestId });

    await expect(starting).rejects.toThrow('is not a uuid');
    expect(spc.server.requests).toEqual([]);
  });
});

describe('what an answer to a mutation proves', () => {
  const errors = (...types: string[]): string =>
    JSON.stringify({ errors: types.map((type) => ({ message: `a ${type} error`, type })) });

  it.each<[string, Reply, string]>([
    ['200 with a logical error', ok(errors('logical')), 'refused'],
    ['200 with a security error', ok(errors('security')), 'refused'],
    ['200 with a retryableLogical error', ok(errors('retryableLogical')), 'unclear'],
    ['200 with a transport error', ok(errors('transport')), 'unclear'],
    ['200 with an unspecified error', ok(errors('unspecified')), 'unclear'],
    ['200 with a logical and a transport error', ok(errors('logical', 'transport')), 'unclear'],
    [
      '200 with an error that stands alone',
      ok('{"errors":{"type":"logical"},"data":{}}'),
      'refused',
    ],
    ['200 with words for errors', ok('{"errors":"failed","data":{}}'), 'unclear'],
    [
      '200 with errors in another case',
      ok('{"Errors":[{"type":"transport"}],"data":{}}'),
      'unclear',
    ],
    ['200 with an error that is none', ok('{"errors":["no"],"data":{}}'), 'unclear'],
    ['400', { status: 400, body: sample('vspc-error-400-parameter.json') }, 'refused'],
    ['403', { status: 403 }, 'refused'],
    ['404', { status: 404 }, 'refused'],
    ['401', { status: 401 }, 'unauthorized'],
    ['408', { status: 408 }, 'unclear'],
    ['429', { status: 429, body: sample('vspc-error-429-throttled.json') }, 'throttled'],
    ['500', { status: 500 }, 'unclear'],
    ['520 transport', { status: 520, body: errors('transport') }, 'unclear'],
    ['520 logical', { status: 520, body: errors('logical') }, 'unclear'],
    ['302', { status: 302 }, 'undecodable'],
    ['no answer', 'hang', 'unclear'],
    ['a dropped connection', 'drop', 'unclear'],
  ])('%s', async (_name, reply, kind) => {
    const limit = reply === 'hang' ? { requestTimeoutSeconds: 1 } : {};
    const spc = await startSpc({ [UNDO]: reply }, limit);

    const error = await clientError(spc.client.undo(PLAN_ID, { requestId: REQUEST_ID }));

    expect(error).toMatchObject({ kind, operation: 'undoPlan', connection: 'msp' });
    expect(spc.server.requests).toHaveLength(1);
  });

  it('has the words of the server', async () => {
    const spc = await startSpc({
      [UNDO]: { status: 400, body: sample('vspc-error-400-jsonpatch.json') },
    });

    const error = await clientError(spc.client.undo(PLAN_ID, { requestId: REQUEST_ID }));

    expect(error.serverMessage).toBe(
      "The property at path 'mfaPolicyConfigurationStatus' could not be updated.",
    );
  });

  it('has the seconds of a 429, from its body or its header', async () => {
    const inBody = await startSpc({
      [UNDO]: { status: 429, body: sample('vspc-error-429-throttled.json') },
    });
    const inHeader = await startSpc({ [UNDO]: { status: 429, headers: { 'Retry-After': '40' } } });

    const [first, second] = [
      await clientError(inBody.client.undo(PLAN_ID, { requestId: REQUEST_ID })),
      await clientError(inHeader.client.undo(PLAN_ID, { requestId: REQUEST_ID })),
    ];

    expect([first.retryAfterSeconds, second.retryAfterSeconds]).toEqual([25, 40]);
  });

  it('holds back what comes after a 429', async () => {
    const spc = await startSpc({
      [UNDO]: { status: 429, body: sample('vspc-error-429-throttled.json') },
    });
    await clientError(spc.client.undo(PLAN_ID, { requestId: REQUEST_ID }));

    const error = await clientError(spc.client.currentUser());

    expect(error).toMatchObject({ kind: 'throttled', status: null });
    expect(spc.server.requests).toHaveLength(1);
  });

  it('is not-sent when the logon before it is unclear', async () => {
    const spc = await startSpc(
      { [UNDO]: ACCEPTED, [`POST ${ROOT}/token`]: 'drop' },
      { auth: byPassword },
    );

    const error = await clientError(spc.client.undo(PLAN_ID, { requestId: REQUEST_ID }));

    expect(error).toMatchObject({ kind: 'not-sent', operation: 'undoPlan' });
    expect(asked(spc.server)).toEqual([`POST ${ROOT}/token`]);
  });

  it('of a void token is session-lost, sent once; the next call has a new one', async () => {
    const spc = await startSpc(
      {
        [UNDO]: [{ status: 401 }, ACCEPTED],
        [`POST ${ROOT}/token`]: [tokens(1), tokens(2)],
      },
      { auth: byPassword },
    );

    const error = await clientError(spc.client.undo(PLAN_ID, { requestId: REQUEST_ID }));
    const again = await spc.client.undo(PLAN_ID, { requestId: REQUEST_ID });

    expect(error.kind).toBe('session-lost');
    expect(again.kind).toBe('accepted');
    expect(spc.server.requests.at(-1)?.headers.authorization).toBe('Bearer access-token-2');
  });
});

describe('changing the commands of a plan', () => {
  it('sends a patch and gives the commands that it replaces, read before', async () => {
    const old = sample('vspc-failoverplan-patch-response.json').replace(
      '"preFailoverCommand": ""',
      '"preFailoverCommand": "r1_SP_pre"',
    );
    const spc = await startSpc({
      [`GET ${PLANS}/${PLAN_ID}`]: ok(old),
      [`PATCH ${PLANS}/${PLAN_ID}`]: ok(sample('vspc-failoverplan-patch-response.json')),
    });

    const change = await spc.client.patch(PLAN_ID, {
      preFailoverCommand: 'r2_SP_pre',
      postFailoverCommand: 'r2_SP_post',
      requestId: REQUEST_ID,
    });

    expect(change).toEqual({
      accepted: { kind: 'accepted' },
      old: { preFailoverCommand: 'r1_SP_pre', postFailoverCommand: null },
    });
    const sent = JSON.parse(spc.server.requests[1]?.body ?? '') as unknown;
    expect(sent).toEqual(JSON.parse(sample('vspc-failoverplan-patch-request.json')));
    expect(spc.server.requests[1]?.headers['content-type']).toBe('application/json');
  });

  it('is not-sent when the old commands can not be read', async () => {
    const spc = await startSpc({ [`GET ${PLANS}/${PLAN_ID}`]: { status: 520 } });

    const error = await clientError(
      spc.client.patch(PLAN_ID, { preFailoverCommand: '', requestId: REQUEST_ID }),
    );

    expect(error).toMatchObject({ kind: 'not-sent', operation: 'patchPlan', method: 'PATCH' });
  });
});

describe('the result of an async action', () => {
  const RESULT = `GET ${ROOT}/asyncActions/${REQUEST_ID}/result`;

  it.each<[string, Reply, string]>([
    ['refused by its errors', ok('{"errors":[{"message":"no","type":"logical"}]}'), 'refused'],
    ['missing', { status: 404 }, 'refused'],
    ['not there yet', { status: 202 }, 'unclear'],
    ['a page', ok('<html>Sign in</html>'), 'undecodable'],
    ['nothing', { status: 200 }, 'undecodable'],
    ['a server error', { status: 520 }, 'unclear'],
  ])('that is %s', async (_name, reply, kind) => {
    const spc = await startSpc({ [RESULT]: reply });

    const error = await clientError(spc.client.getAsyncActionResult(REQUEST_ID));

    expect(error.kind).toBe(kind);
  });

  it('that is a success returns', async () => {
    const spc = await startSpc({ [RESULT]: ACCEPTED });

    await expect(spc.client.getAsyncActionResult(REQUEST_ID)).resolves.toBeUndefined();
  });
});

describe('records and errors', () => {
  it('hold no key, though the server echoes it', async () => {
    const spc = await startSpc({
      [UNDO]: { status: 400, body: `{"errors":[{"message":"bad ${KEY}","type":"logical"}]}` },
    });

    const error = await clientError(
      spc.client.undo(PLAN_ID, { requestId: REQUEST_ID }, spc.options),
    );

    expect(JSON.stringify([spc.calls, error.message, error.serverMessage])).not.toContain(KEY);
    expect(spc.calls[0]).toMatchObject({
      operation: 'undoPlan',
      method: 'POST',
      path: `${PLANS}/${PLAN_ID}/undo`,
      status: 400,
      failure: 'refused',
    });
  });

  it('are bounded, and so are bodies', async () => {
    const spc = await startSpc({ [UNDO]: ok('x'.repeat(11 * 1024 * 1024)) });

    const error = await clientError(spc.client.undo(PLAN_ID, { requestId: REQUEST_ID }));

    expect(error.message).toContain('longer than 10 MB');
  });
});
