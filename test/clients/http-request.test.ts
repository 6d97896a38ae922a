import { afterEach, describe, expect, it } from '@jest/globals';
import { sendHttp, type HttpRequest } from '../../clients/http-request.js';
import { Redactor } from '../../clients/transport/redact.js';
import { startServer, type Reply, type TestServer } from './test-server.js';

const SECRET = 'canary-secret-1';

describe('a request to any server', () => {
  let server: TestServer | null = null;
  afterEach(async () => {
    await server?.close();
    server = null;
  });

  async function send(reply: Reply, extra: Partial<HttpRequest> = {}) {
    server = await startServer(() => reply);
    return await sendHttp(
      { method: 'PUT', url: new URL(`${server.url}/a?b=c`), headers: {}, body: '{}', ...extra },
      { tls: { caFile: null, insecure: false }, limitSeconds: 1, redactor: new Redactor([SECRET]) },
    );
  }

  it('gives the answer, and a record of the call without secrets', async () => {
    const reply = await send(
      { status: 200, body: `{"token":"${SECRET}"}` },
      { headers: { Authorization: SECRET }, body: `{"password":"${SECRET}"}` },
    );

    expect(reply).toMatchObject({ kind: 'answer', status: 200, proves: null });
    expect(reply.call).toMatchObject({
      method: 'PUT',
      path: `${server?.url ?? ''}/a?b=c`,
      responseBody: '{"token":"[redacted]"}',
    });
    expect(JSON.stringify(reply.call)).not.toContain(SECRET);
    expect(server?.requests[0]).toMatchObject({ headers: { authorization: SECRET } });
  });

  it.each([
    ['drop', 'unclear'],
    ['hang', 'unclear'],
  ] as const)('may have happened when the server ends it by: %s', async (reply, proves) => {
    expect(await send(reply)).toMatchObject({ kind: 'none', proves });
  });

  it('certainly did not happen when there was no connection', async () => {
    const reply = await sendHttp(
      { method: 'POST', url: new URL('http://127.0.0.1:1/'), headers: {}, body: null },
      { tls: { caFile: null, insecure: false }, limitSeconds: 1, redactor: new Redactor([]) },
    );

    expect(reply).toMatchObject({ kind: 'none', proves: 'not-sent' });
  });

  it('follows no redirect', async () => {
    const reply = await send({ status: 307, headers: { location: '/elsewhere' } });

    expect(reply).toMatchObject({ kind: 'answer', status: 307, proves: 'undecodable' });
    expect(server?.requests).toHaveLength(1);
  });

  it('asks with HEAD without a body', async () => {
    const reply = await send({ status: 204 }, { method: 'HEAD', body: null });

    expect(reply).toMatchObject({ kind: 'answer', status: 204, text: '' });
  });
});
