import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HttpConnection, NotificationConfig } from '../../config/config.js';
import { createKeys } from '../../evidence/keys.js';
import { replayEvidence } from '../../evidence/replay/replay-evidence.js';
import { renderStory } from '../../evidence/story/render-story.js';
import { storyOf } from '../../evidence/story/story.js';
import { verifyEvidence } from '../../evidence/verify/verify-evidence.js';
import type { RunRecord } from '../../plan/run-record.js';
import { renderJunit } from '../../report/junit/render-junit.js';
import { renderMarkdown } from '../../report/markdown/render-markdown.js';
import { startSmtpInbox, type SmtpInbox } from '../clients/smtp-inbox.js';
import { startServer, type TestServer } from '../clients/test-server.js';
import { testWorkflowBundle } from '../test-environment.js';
import { KEY, MSP } from '../workflows/console.js';
import { type Lab, openLab, PASSWORD, PLAIN, scenario } from '../workflows/lab.js';
import { failover, http, notify, planOf, portal, databases } from '../workflows/plans.js';
import { entriesWith, formsOf } from './entries-with.js';

const keys = createKeys();

/** Every kind of secret that a worker can have. They must be found nowhere in what a run leaves. */
const CANARIES: Readonly<Record<string, string>> = {
  "Enterprise Manager's password": PASSWORD,
  "the Console's key": KEY,
  'the key that signs': keys.privatePem,
  'the address of a webhook': 'canary-4Fd7-hook-address',
  'the password of the mail server': 'canary-2Bn6-mail-password',
  'the token of an http connection': 'canary-9fQ3/bearer+token==',
  'a header of an http connection': 'canary-8Wq1-header-value',
  'another variable of the worker': 'canary-5TqW-environment',
};
const canary = (what: string): string => CANARIES[what] ?? '';
const env = (name: string) => ({ kind: 'env', name, where: name }) as const;
const tls = { caFile: null, insecure: true };

let lab: Lab;
let echo: TestServer;
let inbox: SmtpInbox;
let file: Buffer;
let story: string;
let reports: string;

beforeAll(async () => {
  // Servers that tell whatever they were told: what they answer is on record.
  echo = await startServer(({ url, headers }) => ({
    status: url.includes('hooks') ? 400 : 200,
    headers: { 'content-type': 'application/json' },
    // Escaped otherwise than we do it, and in base64 as well.
    body: JSON.stringify({
      ...{ url, headers },
      encoded: Buffer.from(String(headers.authorization)).toString('base64'),
    })
      .replaceAll('/', '\\/')
      .replaceAll('+', '\\u002B'),
  }));
  inbox = await startSmtpInbox({
    allowInsecureAuth: true,
    onAuth: ({ password }, _session, done) => {
      done(new Error(`I do not know ${password ?? ''}`));
    },
  });
  lab = await openLab(scenario(`console: { apiKeys: [{ key: ${KEY} }] }`), {
    evidenceKey: 'EVIDENCE_KEY',
    http: [tickets()],
    notifications: channels(),
    env: {
      EVIDENCE_KEY: keys.privatePem,
      HOOK: `${echo.url}/hooks/${canary('the address of a webhook')}`,
      MAIL: canary('the password of the mail server'),
      TICKETS: canary('the token of an http connection'),
      HEADER: canary('a header of an http connection'),
      OTHER: canary('another variable of the worker'),
    },
  });
  const confirm = { connection: MSP, name: PLAIN, backupServer: null };
  const steps = [
    failover('databases', 'start'),
    failover('portal', 'start'),
    http('call', 'POST', '/changes', { connection: 'tickets' }),
    notify('tell'),
  ];
  const plan = { ...planOf('live', steps), targets: [databases, { ...portal, confirm }] };
  const run = await lab.start(plan);
  await run.ended();
  file = await untilThere(join(lab.config.evidence.folder ?? '', `${run.id}.zip`));
  const { tree, contents } = verifyEvidence(file, keys.publicPem);
  if (tree === null) throw new Error('the histories can not be read');
  const { captured } = await replayEvidence({ codePath: testWorkflowBundle() }, tree, contents);
  const told = storyOf(tree.histories, captured, { step: null, at: null });
  story = `${renderStory(told, run.id)}${JSON.stringify(told)}`;
  const record = captured[0]?.record as RunRecord;
  const input = { record, journal: [], plan, now: new Date() };
  reports = `${JSON.stringify(record)}${renderMarkdown(input)}${renderJunit(input)}`;
});

afterAll(async () => {
  await lab.close();
  await echo.close();
  await inbox.close();
});

function tickets(): HttpConnection {
  return {
    ...{ type: 'http', name: 'tickets', url: `${echo.url}/api`, requestTimeoutSeconds: 5, tls },
    auth: { kind: 'bearer', token: env('TICKETS') },
    headers: new Map([['X-Team', env('HEADER')]]),
  };
}

function channels(): readonly NotificationConfig[] {
  return [
    { type: 'webhook', name: 'chat', url: env('HOOK'), events: ['started', 'ended'], tls },
    {
      ...{ type: 'email', name: 'mail', host: '127.0.0.1', port: inbox.port, secure: false, tls },
      ...{ user: { kind: 'literal', value: 'dr' }, password: env('MAIL') },
      ...{ from: 'dr@example.com', to: ['ops@example.com'], events: ['started'] },
    },
  ];
}

async function untilThere(name: string): Promise<Buffer> {
  for (;;) {
    try {
      return await readFile(name);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

describe('the evidence of a run, its reports and the story of its replay', () => {
  it.each(Object.entries(CANARIES))('do not hold %s', (_what, secret) => {
    expect(entriesWith(file, secret)).toEqual([]);
    expect(formsOf(secret).filter((form) => `${story}${reports}`.includes(form))).toEqual([]);
  });

  it('tell of the servers and channels by which the secrets went, so that there was something to leak', () => {
    expect(JSON.stringify(echo.requests)).toContain(canary('the token of an http connection'));
    expect(JSON.stringify(echo.requests)).toContain(canary('a header of an http connection'));
    expect(JSON.stringify(echo.requests)).toContain(canary('the address of a webhook'));
    for (const told of ['notification mail:', 'notification chat:']) {
      expect(entriesWith(file, told)).toContain('record.json');
    }
    expect(entriesWith(file, 'HOOK')).toEqual(['configuration.json']);
    expect(entriesWith(file, 'listPlanObjects')).toContain('calls.json');
    expect(entriesWith(file, '[redacted]')).toContain('record.json');
    expect(entriesWith(file, 'ERP portal')).toContain('histories/0000.json');
    expect(story).toContain('start accepted');
  });
});
