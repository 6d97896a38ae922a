import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { clientError } from '../client-error-of.js';
import { sample } from '../sample.js';
import { asked, byPassword, KEY, ok, PASSWORD, ROOT, startSpc, tokens } from './spc-server.js';

const MINUTE = 60_000;
const ME = `GET ${ROOT}/users/me`;
const TOKEN = `POST ${ROOT}/token`;
const USER = ok(sample('vspc-user-me.json'));
const OAUTH_ERROR = { status: 400, body: sample('vspc-oauth-error-400.json') };

/** The clock that tells how old a token is. */
let clock = 0;

beforeEach(() => {
  clock = 1_000;
  jest.spyOn(performance, 'now').mockImplementation(() => clock);
});

afterEach(() => {
  jest.restoreAllMocks();
});

describe('an API key', () => {
  it('is asked for at each call and sent as it is', async () => {
    const key = jest.fn(() => Promise.resolve(KEY));
    const spc = await startSpc({ [ME]: USER }, { auth: { kind: 'apiKey', key } });

    await spc.client.currentUser();
    await spc.client.currentUser();

    expect(key).toHaveBeenCalledTimes(2);
    expect(asked(spc.server)).toEqual([ME, ME]);
  });

  it('that is refused is unauthorized, and asked about once', async () => {
    const spc = await startSpc({ [ME]: { status: 401 } });

    const error = await clientError(spc.client.currentUser());

    expect(error.kind).toBe('unauthorized');
    expect(spc.server.requests).toHaveLength(1);
  });

  it('that can not be read is not-sent, with the reference', async () => {
    const key = () => Promise.reject(new Error('environment variable VSPC_KEY is not set'));
    const spc = await startSpc({ [ME]: USER }, { auth: { kind: 'apiKey', key } });

    const error = await clientError(spc.client.currentUser());

    expect(error.kind).toBe('not-sent');
    expect(error.message).toContain('VSPC_KEY is not set');
  });
});

describe('a logon by password', () => {
  it('sends a form, once for all who call at the same time', async () => {
    const spc = await startSpc({ [ME]: USER, [TOKEN]: tokens(1) }, { auth: byPassword });

    await Promise.all([spc.client.currentUser(), spc.client.currentUser()]);

    expect(asked(spc.server)).toEqual([TOKEN, ME, ME]);
    const [logon, read] = spc.server.requests;
    expect(logon?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(Object.fromEntries(new URLSearchParams(logon?.body))).toEqual({
      grant_type: 'password',
      username: 'VSPC1\\dr',
      password: PASSWORD,
    });
    expect(read?.headers.authorization).toBe('Bearer access-token-1');
  });

  it('is not waited for by a call that is cancelled, and goes on for the others', async () => {
    const stop = new AbortController();
    let answer = (): void => undefined;
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const credentials = async () => {
      await answered;
      return { username: 'dr', password: PASSWORD };
    };
    const spc = await startSpc(
      { [ME]: USER, [TOKEN]: tokens(1) },
      { auth: { kind: 'password', credentials } },
    );
    const cancelled = clientError(spc.client.currentUser({ signal: stop.signal }));
    const other = spc.client.currentUser();

    stop.abort();

    expect((await cancelled).kind).toBe('not-sent');
    answer();
    await expect(other).resolves.toMatchObject({ role: 'PortalAdministrator' });
    expect(asked(spc.server)).toHaveLength(2);
  });

  it('that is refused is unauthorized, with the words of the server', async () => {
    const spc = await startSpc({ [ME]: USER, [TOKEN]: OAUTH_ERROR }, { auth: byPassword });

    const error = await clientError(spc.client.currentUser());

    expect(error).toMatchObject({ kind: 'unauthorized', operation: 'logon', status: 400 });
    expect(error.serverMessage).toContain('incorrect username or password');
  });

  it('that wants a second factor is unauthorized, and says what to do', async () => {
    const spc = await startSpc(
      { [ME]: USER, [TOKEN]: ok({ access_token: null, mfa_token: 'mfa' }) },
      { auth: byPassword },
    );

    const error = await clientError(spc.client.currentUser());

    expect(error.kind).toBe('unauthorized');
    expect(error.message).toContain('use an API key');
  });

  it.each([
    ['no token', '{"token_type":"bearer"}', 'the answer holds no access_token'],
    ['a number for a token', '{"access_token":1}', 'access_token is no token'],
    ['a token of two lines', '{"access_token":"a\\nb"}', 'access_token is no token'],
    ['two tokens', '{"access_token":"a","access_token":"b"}', 'stands there twice'],
    ['a page', '<html>Sign in</html>', 'an HTML page came'],
  ])('is undecodable when the answer holds %s', async (_name, body, expected) => {
    const spc = await startSpc({ [ME]: USER, [TOKEN]: ok(body) }, { auth: byPassword });

    const error = await clientError(spc.client.currentUser());

    expect(error).toMatchObject({ kind: 'undecodable', operation: 'logon' });
    expect(error.message).toContain(expected);
    expect(spc.server.requests).toHaveLength(1);
  });

  it('leaves neither password nor tokens in records', async () => {
    const spc = await startSpc({ [ME]: USER, [TOKEN]: tokens(1) }, { auth: byPassword });

    await spc.client.currentUser(spc.options);

    expect(spc.calls.map(({ operation }) => operation)).toEqual(['logon', 'currentUser']);
    expect(spc.calls[0]).toMatchObject({ requestBody: null, responseBody: null });
    expect(JSON.stringify(spc.calls)).not.toMatch(/hunter2|access-token|refresh-token/);
  });
});

describe('a token', () => {
  it('is used for 48 minutes, then renewed by its refresh token', async () => {
    const spc = await startSpc(
      { [ME]: USER, [TOKEN]: [tokens(1), tokens(2), tokens(3)] },
      { auth: byPassword },
    );
    await spc.client.currentUser();
    clock += 47 * MINUTE;
    await spc.client.currentUser();
    clock += 2 * MINUTE;

    await spc.client.currentUser();

    expect(asked(spc.server)).toEqual([TOKEN, ME, ME, TOKEN, ME]);
    expect(spc.server.requests[3]?.body).toBe(
      'grant_type=refresh_token&refresh_token=refresh-token-1',
    );
    expect(spc.server.requests[4]?.headers.authorization).toBe('Bearer access-token-2');
  });

  it('stays out of records and errors with the password, when it is renewed too', async () => {
    const message = `${PASSWORD} access-token-1 access-token-2 refresh-token-1 refresh-token-2`;
    const refused = { status: 400, body: JSON.stringify({ errors: [{ message }] }) };
    const spc = await startSpc(
      { [ME]: [USER, refused], [TOKEN]: [tokens(1), tokens(2)] },
      { auth: byPassword },
    );
    await spc.client.currentUser();
    clock += 50 * MINUTE;

    const error = await clientError(spc.client.currentUser(spc.options));

    expect(error.serverMessage).toBe(Array(5).fill('[redacted]').join(' '));
    expect(JSON.stringify([spc.calls, error, error.message])).not.toMatch(
      /hunter2|h-token-|s-token-/,
    );
  });

  it('is renewed with the newest refresh token', async () => {
    const spc = await startSpc(
      { [ME]: USER, [TOKEN]: [tokens(1), tokens(2), tokens(3)] },
      { auth: byPassword },
    );
    await spc.client.currentUser();
    clock += 50 * MINUTE;
    await spc.client.currentUser();
    clock += 50 * MINUTE;

    await spc.client.currentUser();

    expect(spc.server.requests[4]?.body).toContain('refresh-token-2');
  });

  it('is had anew by password when the refresh token is refused', async () => {
    const spc = await startSpc(
      { [ME]: USER, [TOKEN]: [tokens(1), OAUTH_ERROR, tokens(2)] },
      { auth: byPassword },
    );
    await spc.client.currentUser();
    clock += 50 * MINUTE;

    await spc.client.currentUser();

    expect(spc.server.requests[3]?.body).toContain('grant_type=password');
    expect(spc.server.requests[4]?.headers.authorization).toBe('Bearer access-token-2');
  });

  it('is used on when its renewal fails within its hour, with a warning', async () => {
    const spc = await startSpc(
      { [ME]: USER, [TOKEN]: [tokens(1), { status: 520 }] },
      { auth: byPassword },
    );
    await spc.client.currentUser();
    clock += 50 * MINUTE;

    await spc.client.currentUser();

    expect(spc.server.requests.at(-1)?.headers.authorization).toBe('Bearer access-token-1');
    expect(spc.warnings).toEqual(['msp: the access token could not be renewed yet']);
  });

  it('that is not accepted is renewed once for a read', async () => {
    const spc = await startSpc(
      { [ME]: [{ status: 401 }, USER], [TOKEN]: [tokens(1), tokens(2)] },
      { auth: byPassword },
    );

    const user = await spc.client.currentUser();

    expect(user.role).toBe('PortalAdministrator');
    expect(asked(spc.server)).toEqual([TOKEN, ME, TOKEN, ME]);
    expect(spc.server.requests[2]?.body).toContain('grant_type=refresh_token');
  });

  it('that is not accepted twice ends the read', async () => {
    const spc = await startSpc(
      { [ME]: { status: 401 }, [TOKEN]: [tokens(1), tokens(2)] },
      { auth: byPassword },
    );

    const error = await clientError(spc.client.currentUser());

    expect(error.kind).toBe('session-lost');
    expect(asked(spc.server)).toEqual([TOKEN, ME, TOKEN, ME]);
  });
});
