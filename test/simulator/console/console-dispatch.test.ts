import { describe, expect, it } from '@jest/globals';

import { sample } from '../shape.js';
import {
  consoleScenario,
  PLANS,
  startConsoleLab,
  type ConsoleAnswer,
  type ConsoleLab,
} from './console-lab.js';

async function token(
  { call }: ConsoleLab,
  fields: Readonly<Record<string, string>>,
): Promise<ConsoleAnswer> {
  return call('/token', {
    method: 'POST',
    key: null,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  });
}

const PASSWORD = { grant_type: 'password', username: 'dr', password: 'drill' };

interface Pair {
  readonly access_token: string;
  readonly refresh_token: string;
}

describe('authorization', () => {
  it('by an API key opens the lists', async () => {
    const { call } = await startConsoleLab();

    expect((await call(PLANS)).status).toBe(200);
  });

  it.each([[null], ['wrong']])('by %j is refused', async (key) => {
    const { call } = await startConsoleLab();

    const { status, body } = await call(PLANS, { key });

    expect(status).toBe(401);
    expect(body).toMatchObject({ errors: [{ type: 'security', code: 401 }] });
  });

  it('by a password gives a token for an hour', async () => {
    const lab = await startConsoleLab();
    const { body } = await token(lab, PASSWORD);
    const key = (body as Pair).access_token;
    lab.lab.clock.advance(3599);
    const within = (await lab.call(PLANS, { key })).status;
    lab.lab.clock.advance(1);

    const after = (await lab.call(PLANS, { key })).status;

    expect(body).toMatchObject({ token_type: 'bearer', expires_in: 3600, mfa_token: null });
    expect([within, after]).toEqual([200, 401]);
  });

  it('by a refresh token gives a new pair, once', async () => {
    const lab = await startConsoleLab();
    const { refresh_token } = (await token(lab, PASSWORD)).body as Pair;
    const first = await token(lab, { grant_type: 'refresh_token', refresh_token });

    const second = await token(lab, { grant_type: 'refresh_token', refresh_token });

    const { access_token: key } = first.body as Pair;
    expect((await lab.call(PLANS, { key })).status).toBe(200);
    expect(second).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('by a wrong password is answered as in the published sample', async () => {
    const lab = await startConsoleLab();

    const { status, body } = await token(lab, { ...PASSWORD, password: 'no' });

    expect(status).toBe(400);
    expect(body).toEqual(JSON.parse(sample('vspc-oauth-error-400.json')));
  });

  it('by a grant that the simulator does not have is refused', async () => {
    const lab = await startConsoleLab();

    const { body } = await token(lab, { grant_type: 'mfa' });

    expect(body).toMatchObject({ error: 'unsupported_grant_type' });
  });

  it('is gone when tokens expire; API keys stay', async () => {
    const lab = await startConsoleLab();
    const { access_token: key } = (await token(lab, PASSWORD)).body as Pair;

    lab.lab.simulator.expireTokens();

    const statuses = [await lab.call(PLANS, { key }), await lab.call(PLANS)];
    expect(statuses.map(({ status }) => status)).toEqual([401, 200]);
  });

  it.each([['reader'], ['user']])('of %s reads and does not start', async (key) => {
    const { call, start, truth } = await startConsoleLab();

    const answers = [await call(PLANS, { key }), await start('ERP', '', { key })];

    expect(answers.map(({ status }) => status)).toEqual([200, 403]);
    expect(answers[1]?.body).toMatchObject({ errors: [{ type: 'security' }] });
    expect(truth('ERP').requests).toEqual([]);
  });

  it('tells who one is, as in the published sample', async () => {
    const lab = await startConsoleLab();
    const { access_token: key } = (await token(lab, PASSWORD)).body as Pair;

    const { body } = await lab.call('/users/me', { key });

    const { data } = body as { readonly data: object };
    const expected = JSON.parse(sample('vspc-user-me.json')) as { data: object };
    expect(Object.keys(data)).toEqual(Object.keys(expected.data));
    expect(data).toMatchObject({ userName: 'dr', role: 'PortalAdministrator' });
  });
});

describe('requests that fit nothing', () => {
  it.each([
    ['GET', '/nowhere', 404],
    ['GET', `${PLANS}/00000000-0000-4000-8000-000000000000/start`, 405],
    ['DELETE', PLANS, 405],
  ])('%s %s is %i', async (method, path, expected) => {
    const { call } = await startConsoleLab();

    const { status, body } = await call(path, { method });

    expect(status).toBe(expected);
    expect(body).toMatchObject({ errors: [{ code: expected, type: 'logical' }] });
  });

  it('have an unknown X-Client-Version refused', async () => {
    const { call } = await startConsoleLab();

    const { status } = await call(PLANS, { headers: { 'x-client-version': '9' } });

    expect(status).toBe(400);
  });

  it('name a parameter as the published sample does', async () => {
    const { call } = await startConsoleLab();

    const { body } = await call(`${PLANS}?offset=-1`);

    expect(body).toEqual(JSON.parse(sample('vspc-error-400-parameter.json')));
  });
});

describe('the throttle', () => {
  const LIMITED = 'throttle: { requests: 2, per: 10s, retryAfter: 25 }';

  it('answers 429 as in the published sample, and lets through again later', async () => {
    const { call, lab } = await startConsoleLab(consoleScenario(LIMITED));
    const answers = [await call(PLANS), await call(PLANS), await call(PLANS)];
    lab.clock.advance(10);

    const later = await call(PLANS);

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(answers[2]?.body).toEqual(JSON.parse(sample('vspc-error-429-throttled.json')));
    expect(answers[2]?.headers.get('retry-after')).toBeNull();
    expect(later.status).toBe(200);
  });

  it('keeps a start from acting', async () => {
    const { start, truth } = await startConsoleLab(
      consoleScenario('throttle: { requests: 0, per: 1s }'),
    );

    const { status } = await start('ERP');

    expect(status).toBe(429);
    expect(truth('ERP').started).toBe(0);
  });

  it('has a Retry-After header when the switch says so', async () => {
    const { call } = await startConsoleLab(
      consoleScenario('throttle: { requests: 0, per: 1s }, switches: { retryAfterHeader: true }'),
    );

    expect((await call(PLANS)).headers.get('retry-after')).toBe('25');
  });
});

describe('a scenario without a console', () => {
  it('starts none', async () => {
    const { lab } = await startConsoleLab('version: 1');

    expect(lab.simulator.consoleUrl).toBeNull();
    expect(lab.simulator.truth().console).toBeNull();
  });
});
