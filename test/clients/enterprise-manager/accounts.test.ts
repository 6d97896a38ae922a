import { describe, expect, it } from '@jest/globals';
import { clientError } from '../client-error-of.js';
import { sample } from '../sample.js';
import { PASSWORD, startEm } from './em-server.js';

const credentials = () => Promise.resolve({ username: 'user01', password: 'Qwe123' });

describe('a logon of another account', () => {
  it('of an organization has the body of the example, and no Basic credentials', async () => {
    const account = { kind: 'organization', name: 'vCDOrg1' } as const;
    const em = await startEm({}, { account, credentials });

    await em.client.logon();

    const [logon] = em.server.requests;
    expect(logon?.body).toBe(
      sample('em-request-loginspec-vcloud.xml').replace(/>\s+</g, '><').trim(),
    );
    expect(logon?.headers.authorization).toBeUndefined();
  });

  it('of a tenant has its credentials in the body, escaped', async () => {
    const em = await startEm({}, { account: { kind: 'tenant' } });

    await em.client.logon();

    expect(em.server.requests[0]?.body).toBe(
      '<LoginSpec xmlns="http://www.veeam.com/ent/v1.0"><TenantCredentials>' +
        '<Username>admin</Username><Password>hunter2 &amp; &lt;secret&gt;</Password>' +
        '</TenantCredentials></LoginSpec>',
    );
  });

  it('of a tenant is JSON on that wire', async () => {
    const em = await startEm({}, { account: { kind: 'tenant' }, wire: 'json' });

    await em.client.logon();

    expect(em.server.requests[0]?.body).toBe(
      JSON.stringify({ TenantCredentials: { Username: 'admin', Password: PASSWORD } }),
    );
  });

  it.each([
    ['xml', 'abc'],
    ['json', 'abc'],
    ['xml', PASSWORD],
    ['json', PASSWORD],
  ] as const)('leaves no password in records and errors (%s, %s)', async (wire, password) => {
    const em = await startEm(
      { 'POST /api/sessionMngr/': (request) => ({ status: 500, body: request.body }) },
      {
        account: { kind: 'tenant' },
        wire,
        credentials: () => Promise.resolve({ username: 'ABC Company', password }),
      },
    );

    const error = await clientError(em.client.logon(em.options));

    const everything = JSON.stringify([em.calls, error.message, em.warnings]);
    expect(everything).not.toMatch(/hunter2|>abc<|:\\"abc/);
    expect(em.calls[0]?.requestBody).toContain('[redacted]');
  });
});
