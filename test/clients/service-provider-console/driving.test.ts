import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { ok, PLANS, startSpc } from './spc-server.js';

const PLAN = '11111111-1111-4111-8111-111111111111';
const START = `POST ${PLANS}/${PLAN}/start`;

it('does not send a request whose time has passed, and says that nothing was sent', async () => {
  const { client, server } = await startSpc({ [START]: ok({ errors: [], data: {} }) });
  const start = { dateTime: null, test: false, requestId: randomUUID() };

  const late = client.start(PLAN, start, { sendBefore: Date.now() - 1 });

  await expect(late).rejects.toMatchObject({ kind: 'not-sent', status: null });
  expect(server.requests).toEqual([]);
});

it('sends one whose time has not passed', async () => {
  const { client, server } = await startSpc({ [START]: ok({ errors: [], data: {} }) });
  const start = { dateTime: null, test: false, requestId: randomUUID() };

  const sent = await client.start(PLAN, start, { sendBefore: Date.now() + 60_000 });

  expect(sent).toEqual({ kind: 'accepted' });
  expect(server.requests).toHaveLength(1);
});

it('gives all backup servers with their names', async () => {
  const id = PLAN.toUpperCase();
  const { client } = await startSpc({
    'GET /api/v3/infrastructure/backupServers': ok({
      data: [{ instanceUid: id, name: 'srv13.tech.local', status: 'Healthy' }],
      meta: { pagingInfo: { total: 1, count: 1, offset: 0 } },
    }),
  });

  expect(await client.listBackupServers()).toEqual([{ id: PLAN, name: 'srv13.tech.local' }]);
});

it('leaves a command as the Console has it: it is compared and written back', async () => {
  const command = ` ${'x'.repeat(2_000)}\t"a" `;
  const { client } = await startSpc({
    [`GET ${PLANS}/${PLAN}`]: ok({
      data: {
        instanceUid: PLAN,
        originalUid: PLAN,
        backupServerUid: PLAN,
        name: 'Branch offices',
        type: 'Cloud',
        status: 'Ready',
        objectsCount: 1,
        preFailoverCommand: command,
        postFailoverCommand: '',
      },
    }),
  });

  expect(await client.getFailoverPlan(PLAN)).toMatchObject({
    preFailoverCommand: command,
    postFailoverCommand: null,
  });
});
