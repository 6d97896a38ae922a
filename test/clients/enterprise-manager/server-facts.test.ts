import { describe, expect, it } from '@jest/globals';
import { clientError } from '../client-error-of.js';
import { ok, startEm } from './em-server.js';

// After the example of the vendor's page GET /backupServers (13.0), with ?format=Entity.
const SERVERS = `<BackupServers xmlns="http://www.veeam.com/ent/v1.0">
  <BackupServer Type="BackupServer" Href="https://localhost:9398/api/backupServers/1eb5b858-e557-43b3-8e79-386161b7ea44?format=Entity" Name="srv03.tech.local" UID="urn:veeam:BackupServer:1eb5b858-e557-43b3-8e79-386161b7ea44">
    <Description>Created by SRV03</Description>
    <Port>9392</Port>
  </BackupServer>
</BackupServers>`;

describe('listing backup servers', () => {
  it('gives their ids and names', async () => {
    const em = await startEm({ 'GET /api/backupServers': ok(SERVERS) });

    const found = await em.client.listBackupServers();

    expect(found).toEqual([
      { id: '1eb5b858-e557-43b3-8e79-386161b7ea44', name: 'srv03.tech.local' },
    ]);
  });
});

describe('whether the role may query', () => {
  it('is true when the query service answers', async () => {
    const em = await startEm({ 'GET /api/querySvc': ok('<QueryService/>') });

    expect(await em.client.mayQuery()).toBe(true);
  });

  it.each([403, 404])('is false when it answers %i', async (status) => {
    const em = await startEm({ 'GET /api/querySvc': { status } });

    expect(await em.client.mayQuery()).toBe(false);
  });

  it('is not told by a server that fails', async () => {
    const em = await startEm({ 'GET /api/querySvc': { status: 503 } });

    const error = await clientError(em.client.mayQuery());

    expect(error.kind).toBe('unclear');
  });
});
