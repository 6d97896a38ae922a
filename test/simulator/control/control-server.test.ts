import { describe, expect, it } from '@jest/globals';

import { logOn, startLab, twoPlans, type Lab } from '../lab.js';

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

async function control(lab: Lab, method: string, path: string, body?: object): Promise<Reply> {
  const response = await fetch(`${lab.simulator.controlUrl}${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

describe('the control address', () => {
  it('tells the truth', async () => {
    const lab = await startLab();
    await lab.start(lab.plan('ERP portal'));

    const { body } = await control(lab, 'GET', '/truth');

    expect(body).toMatchObject({
      logons: 1,
      plans: [
        { name: 'ERP databases', started: 0, state: 'ready' },
        { name: 'ERP portal', started: 1, state: 'running' },
      ],
      tasks: [{ id: 'task-1', operation: 'StartFailoverPlan', state: 'Running' }],
    });
  });

  it('sets, shows and clears faults', async () => {
    const lab = await startLab();
    await control(lab, 'POST', '/faults', { kind: 'dropBefore', match: { path: '/tasks' } });
    const shown = await control(lab, 'GET', '/faults');
    await control(lab, 'DELETE', '/faults');

    const after = await control(lab, 'GET', '/faults');

    expect(shown.body).toMatchObject({ faults: [{ kind: 'dropBefore', times: 1, hits: 0 }] });
    expect(after.body).toEqual({ faults: [] });
  });

  it('refuses a fault of an unknown kind', async () => {
    const lab = await startLab();

    const { status } = await control(lab, 'POST', '/faults', { kind: 'meteor' });

    expect(status).toBe(400);
  });

  it('refuses a fault with a key that it does not know', async () => {
    const lab = await startLab();

    const { status, body } = await control(lab, 'POST', '/faults', { kind: 'dropAfter', time: 2 });

    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain('time');
  });

  it('expires sessions and lets task numbers go on', async () => {
    const lab = await startLab();
    await lab.start(lab.plan('ERP portal'));
    await control(lab, 'POST', '/expire-sessions');
    const token = await logOn(lab.simulator, 'dr', 'drill');

    const path = `/cloud/cloudFailoverPlans/${lab.plan('ERP databases').id}?action=test`;
    const answer = await lab.call(path, { method: 'POST', token });

    expect((await lab.call('/tasks')).status).toBe(401);
    expect(answer.text).toContain('<TaskId>task-2</TaskId>');
  });

  it('restarts the server, which numbers tasks from 1 and keeps jobs', async () => {
    const lab = await startLab();
    await lab.start(lab.plan('ERP portal'));
    await control(lab, 'POST', '/restart');
    const token = await logOn(lab.simulator, 'dr', 'drill');

    const path = `/cloud/cloudFailoverPlans/${lab.plan('ERP databases').id}?action=test`;
    const answer = await lab.call(path, { method: 'POST', token });

    expect(answer.text).toContain('<TaskId>task-1</TaskId>');
    expect(lab.plan('ERP portal').state).toBe('running');
  });

  it('changes how a machine will end', async () => {
    const lab = await startLab();
    await control(lab, 'POST', '/machines/ERP%20portal/web01', { result: 'failed' });
    await lab.start(lab.plan('ERP portal'));
    lab.clock.advance(60);

    const results = lab.plan('ERP portal').machines.map(({ lastResult }) => lastResult);

    expect(results).toEqual(['Failed', 'Success']);
  });

  it('ends a machine that hangs', async () => {
    const lab = await startLab(
      'version: 1\ncloudFailoverPlans: [{ name: P, machines: [{ name: a, result: hang }] }]',
    );
    await lab.start(lab.plan('P'));
    lab.clock.advance(600);
    await control(lab, 'POST', '/machines/P/a', { result: 'success' });

    expect(lab.plan('P').state).toBe('failedOver');
    expect(lab.simulator.truth().sessions[0]?.result).toBe('Success');
  });

  it('does not set a state while the plan runs', async () => {
    const lab = await startLab();
    await lab.start(lab.plan('ERP portal'));

    const { status } = await control(lab, 'POST', '/machines/ERP%20portal/web01', {
      state: 'failover',
    });

    expect(status).toBe(409);
  });

  it('takes every token of the Console away', async () => {
    const lab = await startLab(
      'version: 1\nconsole: { users: [{ name: dr, password: drill }] }\nfailoverPlans: []',
    );
    const api = `${lab.simulator.consoleUrl ?? ''}/api/v3`;
    const granted = await fetch(`${api}/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'password', username: 'dr', password: 'drill' }),
    });
    const { access_token: token } = (await granted.json()) as { readonly access_token: string };
    await control(lab, 'POST', '/expire-tokens');

    const after = await fetch(`${api}/about`, { headers: { authorization: `Bearer ${token}` } });

    expect([granted.status, after.status]).toEqual([200, 401]);
  });

  it('changes how a single replica will end', async () => {
    const lab = await startLab(
      'version: 1\nvmReplicas: [{ name: web01, service: { tcp: 0 } }]\nfailoverPlans: []',
    );
    await control(lab, 'POST', '/replicas/web01', { state: 'failover' });

    const [replica] = lab.simulator.truth().replicas;

    expect(replica).toMatchObject({ state: 'failover', serviceOpen: true, started: 0 });
  });

  it('names the replicas there are when one is unknown', async () => {
    const lab = await startLab('version: 1\nvmReplicas: [{ name: web01 }]');

    const { status, body } = await control(lab, 'POST', '/replicas/web1', {});

    expect(status).toBe(404);
    expect(JSON.stringify(body)).toContain('web01');
  });

  it('names the plans there are when one is unknown', async () => {
    const lab = await startLab();

    const { status, body } = await control(lab, 'POST', '/machines/ERP/web01', {});

    expect(status).toBe(404);
    expect(JSON.stringify(body)).toContain('ERP databases, ERP portal');
  });

  it('asks for an id when a name is not unique', async () => {
    const twice = twoPlans().replace('- name: ERP portal', '- name: ERP databases');
    const lab = await startLab(twice);

    const { status, body } = await control(lab, 'POST', '/machines/ERP%20databases/sql01', {});

    expect(status).toBe(409);
    expect(JSON.stringify(body)).toContain('use an id');
  });

  it('shuts the simulator down', async () => {
    const lab = await startLab();

    const { status } = await control(lab, 'POST', '/shutdown');

    await lab.simulator.closed;
    expect(status).toBe(200);
    await expect(lab.call('/')).rejects.toThrow();
  });
});
