import { describe, expect, it } from '@jest/globals';

import { countOf, planPath, startLab, startOptions, type Answer, type Lab } from '../lab.js';
import { sample, shapeOf } from '../shape.js';

const SCENARIO = `
version: 1
server:
  tenants:
    - { tenant: ABC, name: abc, password: "a&b" }
    - { tenant: ABC, name: user01, password: Qwe123, organization: vCDOrg1 }
cloudFailoverPlans:
  - { name: Mine, tenant: ABC, machines: [{ name: a }] }
  - { name: Theirs, tenant: XYZ, machines: [{ name: b }] }
failoverPlans: [{ name: Plain, machines: [{ name: c }] }]
`;

const TENANT =
  '<TenantCredentials><Username>abc</Username><Password>a&amp;b</Password></TenantCredentials>';

async function logOn(lab: Lab, body: string, type = 'application/xml'): Promise<Answer> {
  return lab.call('/sessionMngr/?v=v1_7', {
    method: 'POST',
    token: null,
    headers: { 'content-type': type },
    body,
  });
}

function spec(inner: string): string {
  return `<LoginSpec xmlns="http://www.veeam.com/ent/v1.0">${inner}</LoginSpec>`;
}

async function tenantToken(lab: Lab): Promise<string> {
  return (await logOn(lab, spec(TENANT))).headers.get('x-restsvcsessionid') ?? '';
}

describe('a tenant’s logon', () => {
  it('opens a session whose links are those of the published sample', async () => {
    const lab = await startLab(SCENARIO);

    const { status, text } = await logOn(lab, spec(TENANT));

    expect(status).toBe(201);
    expect(shapeOf(text)).toEqual(shapeOf(sample('em-logonsession-tenant.xml')));
    expect(text).not.toContain('failoverSessions');
  });

  it('works for an organization with the published body', async () => {
    const lab = await startLab(SCENARIO);

    const { status } = await logOn(lab, sample('em-request-loginspec-vcloud.xml'));

    expect(status).toBe(201);
  });

  it('works in JSON', async () => {
    const lab = await startLab(SCENARIO);
    const body = { TenantCredentials: { Username: 'abc', Password: 'a&b' } };

    const { status } = await logOn(lab, JSON.stringify(body), 'application/json');

    expect(status).toBe(201);
  });

  it.each([
    ['a wrong password', TENANT.replace('a&amp;b', 'no'), 401],
    ['an unknown form', '<Credentials><Username>abc</Username></Credentials>', 400],
    ['nothing', '', 400],
  ])('with %s is refused', async (_what, inner, expected) => {
    const lab = await startLab(SCENARIO);

    const { status } = await logOn(lab, spec(inner));

    expect(status).toBe(expected);
  });
});

describe('a tenant', () => {
  it('sees the plans, points and replicas of its own only', async () => {
    const lab = await startLab(SCENARIO);
    const token = await tenantToken(lab);

    const paths = ['/cloud/cloudFailoverPlans', '/cloud/vmReplicaPoints', '/cloud/replicas'];
    const texts = await Promise.all(
      paths.map(async (path) => (await lab.call(path, { token })).text),
    );

    expect(texts.map((text) => countOf(text, 'Ref'))).toEqual([1, 2, 1]);
    expect(texts[0]).toContain('Name="Mine"');
  });

  it.each([
    ['/failoverPlans'],
    ['/cloud/failoverSessions'],
    ['/vmReplicaPoints'],
    ['/restoreSessions'],
    ['/query?type=CloudFailoverPlan'],
  ])('may not read %s', async (path) => {
    const lab = await startLab(SCENARIO);
    const token = await tenantToken(lab);

    expect((await lab.call(path, { token })).status).toBe(403);
  });

  it('finds its cloud service with the links of the published sample', async () => {
    const lab = await startLab(SCENARIO);
    const token = await tenantToken(lab);

    const { text } = await lab.call('/cloud', { token });

    expect(shapeOf(text)).toEqual(shapeOf(sample('em-cloudconnectservice-tenant.xml')));
    expect(countOf(text, 'Link')).toBe(
      countOf(sample('em-cloudconnectservice-tenant.xml'), 'Link'),
    );
  });

  it('starts its own plan, and not another’s', async () => {
    const lab = await startLab(SCENARIO);
    const token = await tenantToken(lab);
    const start = async (name: string): Promise<number> => {
      const plan = lab.plan(name);
      const options = { ...startOptions(plan), token };
      return (await lab.call(`${planPath(plan)}?action=start`, options)).status;
    };

    const statuses = [await start('Mine'), await start('Theirs')];

    expect(statuses).toEqual([202, 404]);
    expect(lab.plan('Mine')).toMatchObject({ started: 1, requests: [{ user: 'abc' }] });
  });

  it.each([
    [true, 202],
    [false, 403],
  ])('tests its plan with tenantMayTest %s: %i', async (may, expected) => {
    const lab = await startLab(
      SCENARIO.replace('version: 1', `version: 1\nswitches: { tenantMayTest: ${may} }`),
    );
    const token = await tenantToken(lab);

    const path = `${planPath(lab.plan('Mine'))}?action=test`;
    const { status } = await lab.call(path, { method: 'POST', token });

    expect(status).toBe(expected);
  });
});
