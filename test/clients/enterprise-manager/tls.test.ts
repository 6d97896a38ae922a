import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Certificate } from '../certificate.js';
import { makeCertificate } from '../certificate.js';
import { clientError } from '../client-error-of.js';
import { sample } from '../sample.js';
import { logonReply, startEm } from './em-server.js';

const ID = 'ae01e36f-32a3-4095-95fa-09a2af744009';
const TASKS = { 'GET /api/tasks': { status: 200, body: sample('em-tasks-list.xml') } };

let own: Certificate;
let other: Certificate;
let elsewhere: Certificate;

beforeAll(async () => {
  own = await makeCertificate('IP:127.0.0.1');
  other = await makeCertificate('IP:127.0.0.1');
  elsewhere = await makeCertificate('DNS:em.example.com');
});

afterAll(async () => {
  await Promise.all([own, other, elsewhere].map((certificate) => certificate.remove()));
});

describe('TLS', () => {
  it('takes a certificate of the own authority', async () => {
    const tls = { caFile: own.certFile, insecure: false };
    const { client } = await startEm(TASKS, { tls }, own);

    const { tasks } = await client.listTasks();

    expect(tasks).toHaveLength(2);
  });

  it('refuses a certificate that no known authority signed', async () => {
    const { client } = await startEm(TASKS, {}, own);

    const error = await clientError(client.listTasks());

    expect(error.kind).toBe('not-sent');
    expect(error.message).toContain('name its certificate authority in tls.caFile');
  });

  it('refuses a certificate of another authority, before a byte of the request is sent', async () => {
    const tls = { caFile: own.certFile, insecure: false };
    const { client, server } = await startEm(TASKS, { tls }, other);

    const error = await clientError(client.startFailoverPlan(ID, { before: null }));

    expect(error.kind).toBe('not-sent');
    expect(server.requests).toEqual([]);
  });

  it('refuses a certificate for another host', async () => {
    const tls = { caFile: elsewhere.certFile, insecure: false };
    const { client } = await startEm(TASKS, { tls }, elsewhere);

    const error = await clientError(client.listTasks());

    expect(error.kind).toBe('not-sent');
    expect(error.message).toContain('for another host name');
  });

  it('takes any certificate when it is told to be insecure', async () => {
    const { client } = await startEm(TASKS, { tls: { caFile: null, insecure: true } }, other);

    const { tasks } = await client.listTasks();

    expect(tasks).toHaveLength(2);
  });

  it('is not-sent when the authority can not be read', async () => {
    const tls = { caFile: '/no/such/ca.pem', insecure: false };
    const { client } = await startEm(TASKS, { tls }, own);

    const error = await clientError(client.listTasks());

    expect(error.kind).toBe('not-sent');
    expect(error.message).toContain('/no/such/ca.pem');
  });

  it('is not-sent when the server does not speak it', async () => {
    const { newClient, server } = await startEm({ 'POST /api/sessionMngr/': logonReply() });
    const client = newClient({ url: `https://127.0.0.1:${server.port}` });

    const error = await clientError(client.listTasks());

    expect(error.kind).toBe('not-sent');
  });
});
