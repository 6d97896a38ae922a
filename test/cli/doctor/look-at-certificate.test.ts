import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Finding } from '../../../cli/doctor/finding.js';
import { lookAtCertificate } from '../../../cli/doctor/look-at-certificate.js';
import { makeCertificate, type Certificate } from '../../clients/certificate.js';
import { startServer, type TestServer } from '../../clients/test-server.js';

const DAY_MS = 86_400_000;

let here: Certificate;
let elsewhere: Certificate;
let servers: Readonly<Record<'here' | 'elsewhere' | 'plain', TestServer>>;

beforeAll(async () => {
  here = await makeCertificate('IP:127.0.0.1');
  elsewhere = await makeCertificate('DNS:em.example.com');
  const answer = () => ({ status: 200 });
  servers = {
    here: await startServer(answer, here),
    elsewhere: await startServer(answer, elsewhere),
    plain: await startServer(answer),
  };
});

afterAll(async () => {
  await Promise.all(Object.values(servers).map((server) => server.close()));
  await Promise.all([here, elsewhere].map((certificate) => certificate.remove()));
});

async function look(
  server: keyof typeof servers,
  options: { caFile?: string; insecure?: boolean; inDays?: number } = {},
): Promise<readonly Finding[]> {
  const { caFile = null, insecure = false, inDays = 0 } = options;
  const address = { host: '127.0.0.1', port: servers[server].port, isTls: true };
  const now = new Date(Date.now() + inDays * DAY_MS);
  return await lookAtCertificate('em', address, { caFile, insecure }, now);
}

describe('lookAtCertificate', () => {
  it('finds a trusted one good, and tells when it ends soon', async () => {
    const findings = await look('here', { caFile: here.certFile });

    expect(findings).toMatchObject([
      {
        what: 'certificate em',
        isGood: true,
        seen: expect.stringMatching(/^trusted, TLSv1\.3, good for 1 days more: drillbook-test$/),
        advice: expect.stringMatching(/^renew the certificate of drillbook-test before \d{4}-/),
      },
    ]);
  });

  it('says that a server signs for itself, and what to name', async () => {
    const findings = await look('here');

    expect(findings).toMatchObject([
      {
        isGood: false,
        seen: 'the server signs its own certificate (DEPTH_ZERO_SELF_SIGNED_CERT)',
        advice: expect.stringContaining('tls.caFile'),
      },
    ]);
  });

  it('says that another authority is trusted than the one that signed', async () => {
    const findings = await look('here', { caFile: elsewhere.certFile });

    expect(findings).toMatchObject([{ isGood: false }]);
    expect(findings[0]?.advice).toContain('tls.caFile');
  });

  it('says which names a certificate is for, when ours is none of them', async () => {
    const findings = await look('elsewhere', { caFile: elsewhere.certFile });

    expect(findings).toMatchObject([
      {
        isGood: false,
        seen: 'the certificate is not for 127.0.0.1 but for DNS:em.example.com',
        advice: expect.stringContaining('url'),
      },
    ]);
  });

  it('tells everything that is wrong, not the first thing only', async () => {
    const findings = await look('elsewhere');

    expect(findings.map(({ isGood }) => isGood)).toEqual([false, false]);
  });

  it('says that a certificate has ended, or has not begun', async () => {
    const late = await look('here', { caFile: here.certFile, inDays: 10 });
    const early = await look('here', { caFile: here.certFile, inDays: -10 });

    expect(late).toMatchObject([{ isGood: false, seen: expect.stringContaining('ended on') }]);
    expect(early).toMatchObject([{ isGood: false, seen: expect.stringContaining('begins on') }]);
  });

  it('says what tls.insecure overlooks, and does not fail for it', async () => {
    const findings = await look('elsewhere', { insecure: true });

    expect(findings.map(({ isGood }) => isGood)).toEqual([true, true]);
    expect(findings[0]?.seen).toContain('tls.insecure takes it all the same');
  });

  it('says that the file of tls.caFile can not be read', async () => {
    const findings = await look('here', { caFile: '/nowhere/ca.pem' });

    expect(findings).toMatchObject([{ isGood: false, seen: expect.stringContaining('ENOENT') }]);
  });

  it('says that there is no TLS at the port', async () => {
    const findings = await look('plain');

    expect(findings).toMatchObject([
      { isGood: false, seen: expect.stringContaining('no TLS handshake') },
    ]);
  });
});
