import { afterEach, describe, expect, it } from '@jest/globals';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { HttpNotification, NotificationConfig } from '../../config/config.js';
import type { Notice } from '../../plan/notice.js';
import { startServer, type Responder, type TestServer } from '../clients/test-server.js';
import { startSmtpInbox, type SmtpInbox } from '../clients/smtp-inbox.js';
import { openLab, runId, scenario, type Lab, type LabOptions } from './lab.js';
import { approve, cel, child, failover, literal, notify, planOf, wait } from './plans.js';

/** Must be found in no history, log or record. */
const TOKEN = 'canary-4Fd7-hook';
const MAIL_PASSWORD = 'canary-2Bn6-mail';

const GROUPS = { leads: ['ann@x'] };
let lab: Lab;
let hook: TestServer;
let inbox: SmtpInbox | null = null;

afterEach(async () => {
  await lab.close();
  await hook.close();
  await inbox?.close();
  inbox = null;
});

async function open(
  respond: Responder,
  events: HttpNotification['events'],
  extra: LabOptions & { readonly also?: readonly NotificationConfig[] } = {},
): Promise<void> {
  hook = await startServer(respond);
  const url = { kind: 'env', name: 'CHAT_URL', where: 'notifications.chat.url' } as const;
  const tls = { caFile: null, insecure: false };
  lab = await openLab(scenario(), {
    groups: GROUPS,
    ...extra,
    notifications: [{ type: 'webhook', name: 'chat', url, events, tls }, ...(extra.also ?? [])],
    env: { CHAT_URL: `${hook.url}/hooks/${TOKEN}`, ...extra.env },
  });
}

/** In the order in which they were sent; on their way one may overtake another. */
function notices(): readonly Notice[] {
  const number = ({ id }: Notice) => Number(id.split('/').at(-1));
  return hook.requests
    .map(({ body }) => JSON.parse(body) as Notice)
    .sort((one, other) => number(one) - number(other));
}

const taken: Responder = () => ({ status: 200 });

describe('a notify step', () => {
  it('sends its message as JSON, and its run does not wait for it', async () => {
    await open(taken, []);
    const plan = planOf('live', [
      notify('tell', { message: cel('run.mode + " of " + run.runbook') }),
      wait('after', '1ms', ['tell']),
    ]);

    const record = await lab.run(plan);

    expect(record.run.outcome).toBe('succeeded');
    expect(record.steps[0]).toMatchObject({
      status: 'succeeded',
      output: { message: 'live of erp', sent: true },
    });
    expect(notices()).toMatchObject([
      {
        version: 1,
        id: `${record.run.id}/1`,
        event: 'message',
        run: { id: record.run.id, runbook: 'erp', title: 'ERP', mode: 'live', outcome: null },
        step: 'tell',
        message: 'live of erp',
        command: `drillbook status ${record.run.id}`,
        chain: null,
      },
    ]);
    expect(record.notifications).toMatchObject([{ channel: 'chat', event: 'message', sent: true }]);
  });

  it('that is refused is ignored, changes nothing else, and tells no part of the url', async () => {
    await open(({ url }) => ({ status: 404, body: `no hook at ${url}` }), []);

    const record = await lab.run(planOf('live', [notify('tell'), wait('after', '1ms', ['tell'])]));

    expect(record.run.outcome).toBe('succeeded');
    expect(record.steps[0]).toMatchObject({
      status: 'ignored',
      error: { type: 'NotificationFailed' },
      output: { sent: false },
    });
    expect(record.notifications).toMatchObject([
      { sent: false, message: expect.stringContaining('notification chat: it answered 404') },
    ]);
    expect(hook.requests).toHaveLength(1);
    expect(JSON.stringify(record)).not.toContain('canary');
  });

  it('is tried again where the other side may come back', async () => {
    await open(() => ({ status: hook.requests.length < 2 ? 503 : 200 }), []);

    const record = await lab.run(planOf('live', [notify('tell')]));

    expect(record.steps[0]).toMatchObject({ status: 'succeeded', output: { sent: true } });
    expect(notices().map(({ id }) => id)).toEqual([`${record.run.id}/1`, `${record.run.id}/1`]);
  });

  it.each([
    ['a channel that is not there', { kind: 'webhook', name: 'pager' }, 'no notification "pager"'],
    ['a channel of another type', { kind: 'slack', name: 'chat' }, 'is of type webhook'],
  ] as const)('to %s is ignored', async (_name, channel, words) => {
    await open(taken, []);

    const record = await lab.run(planOf('live', [notify('tell', { channel })]));

    expect(record.run.outcome).toBe('succeeded');
    expect(record.steps[0]).toMatchObject({
      status: 'ignored',
      error: { message: expect.stringContaining(words) },
    });
  });

  it('whose secret is not there is ignored, and names the reference', async () => {
    await open(taken, [], { env: { CHAT_URL: '' } });

    const record = await lab.run(planOf('live', [notify('tell')]));

    expect(record.steps[0]?.error?.message).toBe(
      'environment variable CHAT_URL is empty (notifications.chat.url)',
    );
  });

  it('bounds foreign text and takes control characters out of it', async () => {
    await open(taken, []);
    const message = literal(`stop\u001b[2J\u202e${'x'.repeat(5000)}`);

    await lab.run(planOf('live', [notify('tell', { message })]));

    const [notice] = notices();
    expect(notice?.message).toMatch(/^stop \[2J x+…$/);
    expect(notice?.message).toHaveLength(2000);
  });
});

describe('events of a run', () => {
  const all = ['started', 'waiting', 'degraded', 'failed', 'ended'] as const;

  it('are told to the channels that want them, with the head of the record at the end', async () => {
    await open(taken, all);
    const plan = planOf('live', [
      approve('go', { message: literal('Fail over?'), timeoutSeconds: 1, onTimeout: 'continue' }),
    ]);

    const record = await lab.run(plan);

    expect(notices().map(({ event, message }) => [event, message])).toEqual([
      ['started', 'started by lead@example.com'],
      ['waiting', 'step go needs an approval: Fail over?'],
      ['degraded', 'step go is ignored: it was not approved within PT1S; the run goes on'],
      ['ended', 'degraded'],
    ]);
    const end = notices().at(-1);
    expect(end?.run.outcome).toBe('degraded');
    // What comes after it in the journal is that it was taken.
    expect(end?.chain?.length).toBeLessThan(record.chain.length);
    expect(end?.chain?.head).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it('are told of only as chosen; that a run fails is told when it is known', async () => {
    await open(taken, ['failed', 'ended']);
    const plan = planOf('drill', [
      approve('go', { timeoutSeconds: 1, onTimeout: 'abort' }),
      failover('databases', 'test'),
    ]);

    await lab.run(plan);

    expect(notices().map(({ event, run, message }) => [event, run.outcome, message])).toEqual([
      ['failed', null, 'step go: it was not approved within PT1S'],
      ['ended', 'aborted', 'aborted: step go: it was not approved within PT1S, clean-up: clean'],
    ]);
  });

  it('tell what is left of a live run that was undone', async () => {
    await open(taken, ['ended']);
    const steps = [failover('databases', 'start'), wait('later', '1h', ['databases'])];
    const run = await lab.start(planOf('live', steps));
    await run.until(({ steps: [, later] }) => later?.status === 'running');
    lab.fault({ kind: 'status', code: 400, match: { action: 'undo' } });

    await run.steer('undo', { reason: 'false alarm' });
    const record = await run.ended();

    expect(record.cleanup.verdict).toBe('leftovers');
    expect(notices().map(({ message }) => message)).toEqual([
      expect.stringMatching(/^aborted: .*false alarm.*, clean-up: leftovers$/),
    ]);
  });

  it('are told of a run that was refused, also where a server is silent', async () => {
    await open(taken, ['failed']);
    await lab.simulator.close();
    const refused = planOf('drill', [failover('databases', 'test')]);

    const record = await lab.run(refused);

    expect(record.run.outcome).toBe('refused');
    expect(notices()).toMatchObject([
      { event: 'failed', message: expect.stringContaining('refused: em: ') },
    ]);
  });

  it('remind of an approval as often as the runbook says', async () => {
    await open(taken, ['waiting']);
    const plan = planOf('live', [
      approve('go', { remindEverySeconds: 1, timeoutSeconds: 3, onTimeout: 'continue' }),
    ]);

    await lab.run(plan);

    expect(notices().map(({ message }) => message)).toEqual([
      'step go needs an approval: Go?',
      expect.stringMatching(/^step go needs an approval: Go\? \(reminder 1, waiting since /),
      expect.stringMatching(/reminder 2/),
    ]);
  });

  it('of a child are its own but for its beginning and end', async () => {
    await open(taken, all);
    const inner = planOf('live', [approve('go', { timeoutSeconds: 1, onTimeout: 'continue' })]);
    const id = runId();
    const run = await lab.start(planOf('live', [child('site_b', inner)]), {}, id);

    await run.ended();

    const told = notices().map(({ event, run: about }) => `${event} ${about.id}`);
    expect(told.sort()).toEqual([
      `degraded ${id}`,
      `degraded ${id}.site_b`,
      `ended ${id}`,
      `started ${id}`,
      `waiting ${id}.site_b`,
    ]);
  });

  it('go to Slack as text that mentions nobody, and to a mail server', async () => {
    inbox = await startSmtpInbox();
    const tls = { caFile: null, insecure: false };
    const url = { kind: 'env', name: 'CHAT_URL', where: 'notifications.slack.url' } as const;
    await open(taken, [], {
      env: { SMTP_PASSWORD: MAIL_PASSWORD },
      also: [
        { type: 'slack', name: 'slack', url, events: ['started'], tls },
        {
          ...{ type: 'email', name: 'mail', host: '127.0.0.1', port: inbox.port, secure: false },
          ...{ user: null, password: null, from: 'dr@example.com', to: ['ops@example.com'] },
          ...{ events: ['ended'], tls },
        },
      ],
    });

    const record = await lab.run(planOf('live', [wait('w', '1ms')]), {
      reason: '<!channel> A & B',
    });

    expect(JSON.parse(hook.requests[0]?.body ?? '')).toEqual({
      text: [
        '*LIVE of ERP*: started',
        'started by lead@example.com: &lt;!channel&gt; A &amp; B',
        `\`drillbook status ${record.run.id}\``,
      ].join('\n'),
    });
    expect(inbox.mails[0]?.to).toEqual(['ops@example.com']);
    expect(inbox.mails[0]?.text).toContain('Subject: LIVE of ERP: ended, succeeded');
    expect(inbox.mails[0]?.text.replace(/=\r?\n/g, '')).toContain(record.run.id);
  });
});

it('leaves no secret in a history, a record or the record’s file', async () => {
  inbox = await startSmtpInbox({
    allowInsecureAuth: true,
    onAuth: ({ password }, _session, done) => {
      done(new Error(`I do not know ${password ?? ''}`));
    },
  });
  const password = { kind: 'env', name: 'SMTP_PASSWORD', where: 'notifications.mail' } as const;
  await open(({ url }) => ({ status: 400, body: `bad ${url}` }), ['started', 'ended'], {
    env: { SMTP_PASSWORD: MAIL_PASSWORD },
    also: [
      {
        ...{ type: 'email', name: 'mail', host: '127.0.0.1', port: inbox.port, secure: false },
        ...{ user: { kind: 'literal', value: 'dr' }, password, from: 'dr@example.com' },
        ...{ to: ['ops@example.com'], events: ['ended'], tls: { caFile: null, insecure: true } },
      },
    ],
  });
  const run = await lab.start(planOf('live', [notify('tell')]));
  const record = await run.ended();

  const history = JSON.stringify(
    historyToJSON(await run.handle.fetchHistory()),
    (key, value: unknown) =>
      key === 'data' && typeof value === 'string' ? Buffer.from(value, 'base64').toString() : value,
  );
  const folder = lab.config.worker.recordsFolder;
  const files = await Promise.all(
    (await readdir(folder)).map((name) => readFile(path.join(folder, name), 'utf8')),
  );

  expect(record.notifications?.map(({ sent }) => sent)).toEqual([false, false, false, false]);
  expect(history).toContain('notification mail:');
  expect(history).toContain('notification chat:');
  expect(files.join('')).toContain('not-notified');
  for (const text of [history, JSON.stringify(record), ...files])
    expect(text).not.toContain('canary');
});
