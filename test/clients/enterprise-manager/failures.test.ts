import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { clientError } from '../client-error-of.js';
import { sample } from '../sample.js';
import type { Reply } from '../test-server.js';
import { startServer } from '../test-server.js';
import { ok, PASSWORD, startEm, TOKEN } from './em-server.js';

const ID = 'ae01e36f-32a3-4095-95fa-09a2af744009';
const START = `POST /api/failoverPlans/${ID}`;
const TASKS = sample('em-tasks-list.xml');
const ERROR_500 = sample('em-error-500.xml');

async function startAnswered(reply: Reply) {
  // The answer that never comes is waited for; a slow machine must not end the others.
  const limit = reply === 'hang' ? { requestTimeoutSeconds: 3 } : {};
  const em = await startEm({ [START]: reply }, limit);
  const error = await clientError(em.client.startFailoverPlan(ID, { before: null }, em.options));

  return {
    ...em,
    error,
    starts: em.server.requests.filter(
      ({ method, url }) => method === 'POST' && url.includes('action'),
    ),
  };
}

async function listAnswered(reply: Reply) {
  const em = await startEm({ 'GET /api/tasks': reply });

  return clientError(em.client.listTasks(em.options));
}

describe('what a status proves', () => {
  it.each([
    [400, 'refused'],
    [403, 'refused'],
    [404, 'refused'],
    [405, 'refused'],
    [409, 'refused'],
    [401, 'session-lost'],
    [408, 'unclear'],
    [429, 'throttled'],
    [500, 'unclear'],
    [501, 'unclear'],
    [503, 'unclear'],
    [520, 'unclear'],
    [302, 'undecodable'],
    [204, 'undecodable'],
  ])('%i to a start is %s, and it is sent once', async (status, kind) => {
    const { error, starts } = await startAnswered({ status });

    expect(error).toMatchObject({ kind, status, operation: 'startFailoverPlan', method: 'POST' });
    expect(starts).toHaveLength(1);
  });

  it('503 with Retry-After is throttled, with its seconds', async () => {
    const { error } = await startAnswered({ status: 503, headers: { 'Retry-After': '17' } });

    expect(error).toMatchObject({ kind: 'throttled', retryAfterSeconds: 17 });
  });

  it('Retry-After may be a date', async () => {
    const headers = {
      Date: 'Fri, 21 Nov 2025 10:00:00 GMT',
      'Retry-After': 'Fri, 21 Nov 2025 10:01:30 GMT',
    };

    const { error } = await startAnswered({ status: 429, headers });

    expect(error).toMatchObject({ kind: 'throttled', retryAfterSeconds: 90 });
  });

  it('a redirect is never followed', async () => {
    const other = await startServer(() => ok(TASKS));

    const error = await listAnswered({
      status: 307,
      headers: { Location: `${other.url}/api/tasks` },
    });

    expect(error.kind).toBe('undecodable');
    expect(other.requests).toEqual([]);
    await other.close();
  });
});

describe("the server's words", () => {
  it('are read from an XML error', async () => {
    const error = await listAnswered({ status: 500, body: ERROR_500 });

    expect(error.serverMessage).toBe('Object reference not set to an instance of an object.');
    expect(error.message).toBe(
      'dr-em: listTasks (GET /api/tasks?pageSize=1000&page=1) was answered 500: no clear answer: look whether it ' +
        'happened before sending it again; the server says: Object reference not set to an ' +
        'instance of an object.',
    );
  });

  it('are read from a JSON error though XML was asked for', async () => {
    const error = await listAnswered({ status: 400, body: sample('em-error-400.json') });

    expect(error).toMatchObject({ kind: 'refused', serverMessage: 'Node [root] does not exist.' });
  });

  it('are bounded and have no control characters', async () => {
    const message = `\u001b[2Jgone\r\n${'x'.repeat(2_000)}`;

    const error = await listAnswered({ status: 400, body: JSON.stringify({ message }) });

    expect(error.serverMessage).toHaveLength(500);
    expect(error.serverMessage).toMatch(/^\[2Jgone x+…$/);
  });
});

describe('a connection that fails', () => {
  it('is not-sent when nothing listens', async () => {
    const em = await startEm({});
    await em.server.close();

    const error = await clientError(em.client.listTasks());

    expect(error.kind).toBe('not-sent');
    expect(error.message).toContain('nothing listens there');
    expect(error.message).toContain('ECONNREFUSED');
  });

  it('is not-sent when the host name is not known', async () => {
    const { newClient } = await startEm({});

    const error = await clientError(newClient({ url: 'http://no-such-host.invalid' }).listTasks());

    expect(error.kind).toBe('not-sent');
  });

  it('is unclear when it is dropped after a start was sent, which is not sent again', async () => {
    const { error, starts } = await startAnswered('drop');

    expect(error).toMatchObject({ kind: 'unclear', status: null });
    expect(starts).toHaveLength(1);
  });

  it('is unclear when no answer comes in time', async () => {
    const { error, starts } = await startAnswered('hang');

    expect(error).toMatchObject({ kind: 'unclear', status: null });
    expect(error.message).toContain('no answer came in time (ETIMEDOUT)');
    expect(starts).toHaveLength(1);
  });

  it('is unclear when the answer breaks off', async () => {
    const { error } = await startAnswered({ status: 202, body: TASKS, cutAfter: 40 });

    expect(error.kind).toBe('unclear');
  });

  it('is unclear when a kept connection is reset on a read', async () => {
    const em = await startEm({ 'GET /api/tasks': [ok(TASKS), 'drop'] });
    await em.client.listTasks();

    const error = await clientError(em.client.listTasks());

    expect(em.server.requests.at(-1)?.connection).toBe(em.server.requests.at(-2)?.connection);
    expect(error).toMatchObject({ kind: 'unclear', status: null });
  });

  it('does not spoil a start after the server ended the kept ones', async () => {
    const em = await startEm({
      'GET /api/tasks': ok(TASKS),
      [START]: { status: 202, body: sample('em-task-startfailoverplan-running.xml') },
    });
    await em.client.listTasks();
    em.server.dropConnections();

    const task = await em.client.startFailoverPlan(ID, { before: null });

    expect(task.taskId).toBe('task-1');
  });
});

describe('a cancelled call', () => {
  it('is not-sent when it was cancelled before', async () => {
    const { client, server } = await startEm({ 'GET /api/tasks': ok(TASKS) });
    await client.logon();

    const error = await clientError(client.listTasks({ signal: AbortSignal.abort() }));

    expect(error.kind).toBe('not-sent');
    expect(server.requests).toHaveLength(1);
  });

  it('is unclear when it was sent', async () => {
    const stop = new AbortController();
    const { client } = await startEm({
      [START]: () => {
        stop.abort();
        return 'hang';
      },
    });

    const error = await clientError(
      client.startFailoverPlan(ID, { before: null }, { signal: stop.signal }),
    );

    expect(error.kind).toBe('unclear');
    expect(error.message).toContain('the call was cancelled after it was sent');
  });

  it('is not-sent when it waited for a free place', async () => {
    const stop = new AbortController();
    const em = await startEm(
      {
        'GET /api/tasks': () => {
          stop.abort();
          return 'drop';
        },
      },
      { maxRequests: 1 },
    );
    await em.client.logon();
    const first = clientError(em.client.listTasks());

    const error = await clientError(em.client.listTasks({ signal: stop.signal }));

    expect(error.kind).toBe('not-sent');
    expect((await first).kind).toBe('unclear');
  });
});

describe('an answer that is not understood', () => {
  it.each([
    ['HTML', '<!DOCTYPE html><html><body>Sign in</body></html>', 'an HTML page came'],
    ['a DOCTYPE', `<!DOCTYPE Tasks>${TASKS}`, 'has a DOCTYPE'],
    [
      'an entity bomb',
      `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><Tasks>&b;</Tasks>`,
      'has a DOCTYPE',
    ],
    ['half an XML', TASKS.slice(0, 400), 'broken or cut off'],
    ['deep nesting', '<Tasks>'.repeat(500) + '</Tasks>'.repeat(500), 'nested too deeply'],
    ['a reserved name', '<Tasks><__proto__>1</__proto__></Tasks>', 'reserved name'],
    ['an unknown state', TASKS.replace('Finished', 'Dreaming'), 'Task.State "Dreaming" is not one'],
    ['another root', sample('em-error-500.xml'), '<Error> came where <Tasks> is expected'],
    ['nothing', '', 'the answer is empty'],
  ])('is undecodable: %s', async (_name, body, expected) => {
    const error = await listAnswered(ok(body));

    expect(error).toMatchObject({ kind: 'undecodable', status: 200 });
    expect(error.message).toContain(expected);
  });

  it('is undecodable when it is longer than 10 MB', async () => {
    const error = await listAnswered(ok('x'.repeat(12 * 1024 * 1024)));

    expect(error).toMatchObject({ kind: 'undecodable', status: 200 });
    expect(error.message).toContain('longer than 10 MB');
  });

  it('is undecodable when it is longer than 10 MB after decompression', async () => {
    const body = gzipSync(Buffer.alloc(64 * 1024 * 1024));

    const error = await listAnswered({
      status: 200,
      body,
      headers: { 'Content-Encoding': 'gzip' },
    });

    expect(error).toMatchObject({ kind: 'undecodable' });
  });

  it('may be compressed', async () => {
    const { client } = await startEm({
      'GET /api/tasks': {
        status: 200,
        body: gzipSync(TASKS),
        headers: { 'Content-Encoding': 'gzip' },
      },
    });

    const { tasks } = await client.listTasks();

    expect(tasks).toHaveLength(2);
  });
});

describe('records of calls', () => {
  it('hold the request, the answer, its digest and the time of the server', async () => {
    const body = sample('em-task-startfailoverplan-running.xml');
    const em = await startEm({
      [START]: { status: 202, body, headers: { Date: 'Fri, 21 Nov 2025 10:00:00 GMT' } },
    });

    await em.client.startFailoverPlan(ID, { before: null }, em.options);

    expect(em.calls.map(({ operation }) => operation)).toEqual(['logon', 'startFailoverPlan']);
    expect(em.calls[1]).toEqual({
      operation: 'startFailoverPlan',
      method: 'POST',
      path: `/api/failoverPlans/${ID}?action=start`,
      status: 202,
      startedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      milliseconds: expect.any(Number),
      failure: null,
      requestBody: expect.stringContaining('<StartNow>true</StartNow>'),
      responseBody: body,
      responseDigest: `sha256:${createHash('sha256').update(body).digest('hex')}`,
      serverTime: '2025-11-21T10:00:00.000Z',
    });
  });

  it('are bounded, with the digest of the whole body', async () => {
    const body = `<Error Message="no"><Detail>${'é'.repeat(20_000)}</Detail></Error>`;
    const em = await startEm({ 'GET /api/tasks': { status: 500, body } });

    await clientError(em.client.listTasks(em.options));

    const record = em.calls.find(({ operation }) => operation === 'listTasks');
    expect(Buffer.byteLength(record?.responseBody ?? '')).toBeLessThanOrEqual(8_192);
    expect(record?.responseDigest).toBe(
      `sha256:${createHash('sha256').update(body).digest('hex')}`,
    );
  });

  it('say what failed when no answer came', async () => {
    const { calls } = await startAnswered('drop');

    expect(calls.at(-1)).toMatchObject({
      status: null,
      failure: 'unclear',
      responseBody: null,
      responseDigest: null,
      serverTime: null,
    });
  });

  it('never hold the token, though the server echoes it', async () => {
    const body = `<Error Message="bad token ${TOKEN} (X-RestSvcSessionId: ${TOKEN})"/>`;
    const { calls, error } = await startAnswered({ status: 400, body });

    expect(JSON.stringify(calls)).not.toContain(TOKEN);
    expect(`${error.message} ${JSON.stringify(error)} ${String(error.stack)}`).not.toContain(TOKEN);
    expect(error.serverMessage).toContain('[redacted]');
  });

  it('never hold half of the token where the words of the server are cut', async () => {
    const body = `<Error Message="${'x'.repeat(470)} ${TOKEN}"/>`;

    const { error } = await startAnswered({ status: 400, body });

    expect(error.serverMessage).not.toContain(TOKEN.slice(0, 8));
  });

  it('never hold the password of the logon, though the server tells it of a later call', async () => {
    const basic = Buffer.from(`admin:${PASSWORD}`).toString('base64');
    const body = `<Error Message="hunter2 &amp; &lt;secret&gt; or Basic ${basic}"/>`;

    const { calls, error } = await startAnswered({ status: 400, body });

    expect(error.serverMessage).toBe('[redacted] or Basic [redacted]');
    expect(JSON.stringify([calls, error, error.message])).not.toMatch(/hunter2/);
    expect(JSON.stringify(calls)).not.toContain(basic);
  });

  it('never hold the password, though the server echoes it in any form', async () => {
    const basic = Buffer.from(`admin:${PASSWORD}`).toString('base64');
    const escaped = 'hunter2 &amp; &lt;secret&gt;';
    const body = `<Error Message="${escaped} Basic ${basic}"><Password>other-1</Password>${encodeURIComponent(PASSWORD)}</Error>`;
    const em = await startEm({ 'POST /api/sessionMngr/': { status: 500, body } });

    const error = await clientError(em.client.logon(em.options));

    const everything = JSON.stringify([em.calls, error, error.message, error.stack, em.warnings]);
    expect(everything).not.toMatch(/hunter2|other-1/);
    expect(everything).not.toContain(basic);
    expect(em.calls[0]?.responseBody).toContain('[redacted]');
  });
});
