import { describe, expect, it } from '@jest/globals';

import { basic, logOn, planPath, startLab, startOptions, twoPlans } from '../lab.js';

const USERS = `server:
  users:
    - { name: dr, password: drill, role: RestoreOperator }
    - { name: chief, password: secret, role: PortalAdministrator }
    - { name: reader, password: secret, role: PortalUser }`;

describe('roles', () => {
  it('keep a portal user from plans', async () => {
    const lab = await startLab(twoPlans(USERS));
    const token = await logOn(lab.simulator, 'reader', 'secret');

    const answer = await lab.call('/failoverPlans', { token });

    expect(answer.status).toBe(403);
    expect(answer.text).toContain('Message="Access denied"');
  });

  it('let a portal user read failover sessions', async () => {
    const lab = await startLab(twoPlans(USERS));
    const token = await logOn(lab.simulator, 'reader', 'secret');

    const answer = await lab.call('/cloud/failoverSessions', { token });

    expect(answer.status).toBe(200);
  });

  it('keep a portal user from querying plans', async () => {
    const lab = await startLab(twoPlans(USERS));
    const token = await logOn(lab.simulator, 'reader', 'secret');

    const answer = await lab.call('/query?type=FailoverPlan', { token });

    expect(answer.status).toBe(403);
  });

  it('show in the links of a logon session', async () => {
    const lab = await startLab(twoPlans(USERS));

    const answer = await lab.call('/sessionMngr/?v=v1_7', {
      method: 'POST',
      token: null,
      headers: basic('reader', 'secret'),
    });

    expect(answer.text).toContain('CloudFailoverSessionList');
    expect(answer.text).not.toContain('FailoverPlanList');
  });

  it('keep a restore operator from changing a plan', async () => {
    const lab = await startLab(twoPlans(USERS));

    const answer = await lab.call(planPath(lab.plan('ERP portal')), { method: 'PUT' });

    expect(answer.status).toBe(403);
  });

  it('let an administrator as far as what the simulator does not imitate', async () => {
    const lab = await startLab(twoPlans(USERS));
    const token = await logOn(lab.simulator, 'chief', 'secret');

    const answer = await lab.call(planPath(lab.plan('ERP portal')), { method: 'PUT', token });

    expect(answer.status).toBe(501);
  });

  it('keep a restore operator from querying cloud types when the switch says so', async () => {
    const lab = await startLab(twoPlans('switches: { restoreOperatorCloudQuery: false }'));

    const answer = await lab.call('/query?type=CloudFailoverSession');

    expect(answer.status).toBe(403);
  });
});

describe('requests that fit nothing', () => {
  it('are 401 without a session, whether the path exists or not', async () => {
    const lab = await startLab();

    const answers = await Promise.all([
      lab.call('/tasks', { token: null }),
      lab.call('/nowhere', { token: null }),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([401, 401]);
  });

  it('are 404 on an unknown path', async () => {
    const lab = await startLab();

    const answer = await lab.call('/nowhere');

    expect(answer.status).toBe(404);
  });

  it('are 405 with the methods allowed on a known path', async () => {
    const lab = await startLab();

    const answer = await lab.call('/tasks/task-1', { method: 'PUT' });

    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, DELETE');
  });

  it('are 400 for an action that a plain plan does not have', async () => {
    const lab = await startLab();

    const answer = await lab.act(lab.plan('ERP portal'), 'test');

    expect(answer.status).toBe(400);
    expect(lab.plan('ERP portal').tested).toBe(0);
  });
});

describe('content negotiation', () => {
  it('answers XML when nothing is asked for', async () => {
    const lab = await startLab();

    const answer = await lab.call('/tasks');

    expect(answer.headers.get('content-type')).toContain('application/xml');
  });

  it('answers JSON without a root element', async () => {
    const lab = await startLab();

    const answer = await lab.call('/failoverPlans', { headers: { accept: 'application/json' } });

    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(JSON.parse(answer.text)).toMatchObject({ Refs: [{ Name: 'ERP portal' }] });
  });

  it('writes camelCase when the switch says so', async () => {
    const lab = await startLab(twoPlans('switches: { jsonCasing: camel }'));

    const answer = await lab.call('/failoverPlans', { headers: { accept: 'application/json' } });

    expect(JSON.parse(answer.text)).toMatchObject({ refs: [{ name: 'ERP portal' }] });
    expect(answer.text).toContain('"uid":"urn:veeam:FailoverPlan:');
  });

  it('refuses an XML body in the old words when Accept names both types', async () => {
    const lab = await startLab();
    const plan = lab.plan('ERP portal');
    const options = startOptions(plan);

    const answer = await lab.call(`${planPath(plan)}?action=start`, {
      ...options,
      headers: { ...options.headers, accept: 'application/xml, application/json' },
    });

    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toMatchObject({ Message: 'Node [root] does not exist.' });
    expect(lab.plan('ERP portal').started).toBe(0);
  });
});

describe('the server', () => {
  it('writes Hrefs with its own name and not with the caller’s', async () => {
    const lab = await startLab();

    const text = await lab.get('/failoverPlans');

    expect(text).toContain('Href="https://em.sim.local:9398/api/failoverPlans/');
    expect(text).not.toContain('127.0.0.1');
  });

  it('tells its own, skewed time in the Date header', async () => {
    const lab = await startLab(twoPlans('server: { clockSkew: -90s }'));

    const answer = await lab.call('/tasks');

    const told = Date.parse(answer.headers.get('date') ?? '');
    expect(told).toBe(lab.clock.now() - 90_000);
  });

  it('counts requests by method and pattern', async () => {
    const lab = await startLab();

    await lab.call(planPath(lab.plan('ERP portal')));

    expect(lab.simulator.truth().requests).toEqual({
      'POST /sessionMngr': 1,
      'GET /failoverPlans/{id}': 1,
    });
  });
});
