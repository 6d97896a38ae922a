import { describe, expect, it } from '@jest/globals';

import { basic, logOn, startLab, textIn, twoPlans } from '../lab.js';

const ADMIN = `server:
  users:
    - { name: dr, password: drill, role: RestoreOperator }
    - { name: chief, password: secret, role: PortalAdministrator }`;

describe('logging on', () => {
  it('gives 201, the token in a header and a cookie, and another guid in the body', async () => {
    const lab = await startLab();

    const answer = await lab.call('/sessionMngr/?v=latest', {
      method: 'POST',
      token: null,
      headers: basic('dr', 'drill'),
    });

    const token = answer.headers.get('x-restsvcsessionid') ?? '';
    expect(answer.status).toBe(201);
    expect(answer.headers.get('set-cookie')).toBe(`X-RestSvcSessionId=${token}; Path=/api;`);
    expect(textIn(answer.text, 'SessionId')).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.text).not.toContain(token);
  });

  it('answers a wrong password with 401 and says how to authenticate', async () => {
    const lab = await startLab();

    const answer = await lab.call('/sessionMngr/?v=v1_7', {
      method: 'POST',
      token: null,
      headers: basic('dr', 'wrong'),
    });

    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Basic Realm=RestSvc');
  });

  it('refuses a version that products 12 and 13 do not have', async () => {
    const lab = await startLab();

    const answer = await lab.call('/sessionMngr/?v=v1_2', {
      method: 'POST',
      token: null,
      headers: basic('dr', 'drill'),
    });

    expect(answer.status).toBe(400);
  });

  it('counts logons and logoffs in the truth', async () => {
    const lab = await startLab();
    const id = textIn(await lab.get('/logonSessions'), 'SessionId') ?? '';

    const answer = await lab.call(`/logonSessions/${id}`, { method: 'DELETE' });

    expect(answer.status).toBe(204);
    expect(lab.simulator.truth()).toMatchObject({ logons: 1, logoffs: 1, logonSessions: [] });
  });

  it('answers 401 after the logoff', async () => {
    const lab = await startLab();
    const id = textIn(await lab.get('/logonSessions'), 'SessionId') ?? '';
    await lab.call(`/logonSessions/${id}`, { method: 'DELETE' });

    const answer = await lab.call('/tasks');

    expect(answer.status).toBe(401);
  });
});

describe('a session', () => {
  it('expires after 15 idle minutes', async () => {
    const lab = await startLab();

    lab.clock.advance(15 * 60);

    expect((await lab.call('/tasks')).status).toBe(401);
  });

  it('is kept alive by any request', async () => {
    const lab = await startLab();
    lab.clock.advance(14 * 60);
    await lab.call('/tasks');
    lab.clock.advance(14 * 60);

    const answer = await lab.call('/tasks');

    expect(answer.status).toBe(200);
  });

  it('expires in scaled time when the scenario says so', async () => {
    const lab = await startLab(twoPlans('speed: 60\nserver: { sessionIdleTime: scaled }'));

    lab.clock.advance(15);

    expect((await lab.call('/tasks')).status).toBe(401);
  });

  it('is taken from the cookie when both are sent', async () => {
    const lab = await startLab();

    const answer = await lab.call('/tasks', { headers: { cookie: 'X-RestSvcSessionId=stale' } });

    expect(answer.status).toBe(401);
  });

  it('may be looked at by its owner and not by another user', async () => {
    const lab = await startLab(twoPlans(ADMIN));
    await logOn(lab.simulator, 'chief', 'secret');
    const foreign = lab.simulator.truth().logonSessions.find(({ user }) => user === 'chief');

    const answer = await lab.call(`/logonSessions/${foreign?.id ?? ''}`);

    expect(answer.status).toBe(403);
  });
});
