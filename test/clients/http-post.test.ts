import { afterEach, describe, expect, it } from '@jest/globals';
import { postJson } from '../../clients/http-post.js';
import { makeCertificate } from './certificate.js';
import { startServer, type Responder, type TestServer } from './test-server.js';

/** Must be found in nothing that is said. */
const TOKEN = 'canary-Xw81-hook';
const OPTIONS = { tls: { caFile: null, insecure: false }, limitMilliseconds: 2000 };

let server: TestServer | null = null;

afterEach(async () => {
  await server?.close();
  server = null;
});

async function hook(respond: Responder): Promise<string> {
  server = await startServer(respond);
  return `${server.url}/services/${TOKEN}?key=${TOKEN}%2Bmore`;
}

describe('posting to a webhook', () => {
  it('sends the JSON once and is done with any 2xx', async () => {
    const url = await hook(() => ({ status: 204 }));

    const delivery = await postJson(url, { text: 'down' }, OPTIONS);

    expect(delivery).toEqual({ kind: 'delivered', note: null });
    expect(server?.requests).toHaveLength(1);
    expect(server?.requests[0]).toMatchObject({ method: 'POST', body: '{"text":"down"}' });
    expect(server?.requests[0]?.headers['content-type']).toBe('application/json');
  });

  it.each([
    [400, false],
    [404, false],
    [408, true],
    [429, true],
    [500, true],
    [503, true],
    [302, false],
  ])('tells whether %i is worth another try, and does not try by itself', async (status, again) => {
    const url = await hook(() => ({ status, headers: { location: 'http://127.0.0.1:9/' } }));

    const delivery = await postJson(url, {}, OPTIONS);

    expect(delivery).toMatchObject({ kind: 'failed', isWorthAnotherTry: again });
    expect(server?.requests).toHaveLength(1);
  });

  it('says what the server said, bounded, and when to come back', async () => {
    const body = `channel\u001b[2J_not_found ${'x'.repeat(500)}`;
    const url = await hook(() => ({ status: 429, body, headers: { 'retry-after': '7' } }));

    const delivery = await postJson(url, {}, OPTIONS);

    expect(delivery).toMatchObject({ kind: 'failed', retryAfterSeconds: 7 });
    const { message } = delivery as { message: string };
    expect(message).toContain('it answered 429: channel [2J_not_found x');
    expect(message.length).toBeLessThan(250);
  });

  it('tells no part of the url, not even one that the server echoes', async () => {
    const url = await hook(({ url: path }) => ({
      status: 404,
      body: `no ${path} or ${TOKEN}+more`,
    }));

    const delivery = await postJson(url, {}, OPTIONS);

    expect(JSON.stringify(delivery)).not.toContain('canary');
  });

  it('tells nothing of the user in the url where the server echoes its header', async () => {
    server = await startServer(({ headers }) => ({
      status: 400,
      body: String(headers.authorization),
    }));
    const url = `${server.url.replace('://', '://al:s3cr@')}/services`;

    const delivery = await postJson(url, {}, OPTIONS);

    expect(server.requests[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from('al:s3cr').toString('base64')}`,
    );
    expect(delivery).toMatchObject({ message: 'it answered 400: Basic [redacted]' });
  });

  it('tells no part of a url where nobody listens', async () => {
    const url = await hook(() => ({ status: 200 }));
    await server?.close();

    const delivery = await postJson(url, {}, OPTIONS);

    expect(delivery).toMatchObject({ kind: 'failed', isWorthAnotherTry: true });
    expect(JSON.stringify(delivery)).toMatch(/nothing listens there.*ECONNREFUSED/);
    expect(JSON.stringify(delivery)).not.toContain('canary');
  });

  it('gives up on a server that never answers', async () => {
    const url = await hook(() => 'hang');

    const delivery = await postJson(url, {}, { ...OPTIONS, limitMilliseconds: 100 });

    expect(delivery).toMatchObject({ kind: 'failed', isWorthAnotherTry: true });
  });

  it.each(['ftp://example.com/canary', 'canary', ''])(
    'takes nothing but a web address (%s)',
    async (url) => {
      const delivery = await postJson(url, {}, OPTIONS);

      expect(delivery).toMatchObject({
        message: 'the url is not an http:// or https:// address',
        isWorthAnotherTry: false,
      });
    },
  );

  it('takes a certificate of its own authority, and no other', async () => {
    const certificate = await makeCertificate('IP:127.0.0.1');
    server = await startServer(() => ({ status: 200 }), certificate);
    const { url } = server;

    const refused = await postJson(url, {}, OPTIONS);
    const taken = await postJson(
      url,
      {},
      {
        ...OPTIONS,
        tls: { caFile: certificate.certFile, insecure: false },
      },
    );
    await certificate.remove();

    expect(refused).toMatchObject({ kind: 'failed' });
    expect(JSON.stringify(refused)).toContain('tls.caFile');
    expect(taken).toEqual({ kind: 'delivered', note: null });
  });
});
