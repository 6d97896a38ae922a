import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Notice } from '../../plan/notice.js';
import type { RunRecord } from '../../plan/run-record.js';
import { startServer, type TestServer } from '../clients/test-server.js';
import type { CommandProcess } from './command-process.js';
import { processesNaming } from './processes-naming.js';
import { plans } from './runbooks.js';
import { configText, openSite, type Site } from './site.js';

/** Must be found nowhere but on the wire to the hook. */
const TOKEN = 'canary-8Hs3-hook';

const RUNBOOK = `apiVersion: drillbook/v1
id: people
modes: [live]
inputs:
  ticket: { type: string, required: true }
steps:
  - id: go
    approve: { message: 'Fail over, \${{ inputs.ticket }}?', from: [leads], notRequester: false, timeout: 1h, breakGlass: crisis }
  - id: call
    task: { do: Call the bank, from: [ann@x] }
  - id: tell
    notify: { webhook: chat, message: 'The bank knows, \${{ steps.call.output.by }} says' }
  - id: site_b
    runbook: site-b.yaml
    with: { ticket: '\${{ inputs.ticket }}' }
`;

const CHILD = `apiVersion: drillbook/v1
id: site-b
modes: [live]
inputs:
  ticket: { type: string, required: true }
steps:
  - id: sure
    approve: { message: 'Site B too, \${{ inputs.ticket }}?', from: [leads] }
`;

describe('a live run that waits for people while everything is killed', () => {
  let site: Site;
  let hook: TestServer;
  let dev: CommandProcess;
  let run: string;
  let asked: RunRecord;

  beforeAll(async () => {
    // It refuses each message once, and says in which address: the worker has to keep that to itself.
    const seen = new Set<string>();
    hook = await startServer(({ body, url }) => {
      const isNew = !seen.has(body);
      seen.add(body);
      return isNew ? { status: 503, body: `try ${url} later` } : { status: 200 };
    });
    site = await openSite({
      scenario: plans({ speed: 60, slowest: '10s' }),
      config: (url) => `${configText({ em: url })}
people: { groups: { leads: [ann@x, bob@x], crisis: [eve@x] } }
notifications:
  chat: { type: webhook, url: { env: CHAT_URL }, events: [waiting, ended] }
`,
    });
    site.env['CHAT_URL'] = `${hook.url}/hooks/${TOKEN}`;
    await site.write('people.yaml', RUNBOOK);
    await site.write('site-b.yaml', CHILD);
    dev = await site.dev();
    const started = await site.drillbook(
      ...['run', 'people.yaml', '--mode', 'live', '--input', 'ticket=CHG1'],
      ...['--yes', '--detach', '--json'],
    );
    run = (JSON.parse(started.stdout) as { run: { id: string } }).run.id;
    asked = await site.recordWhen(run, ({ waitingFor }) => waitingFor.length > 0);
  });

  afterAll(async () => {
    await site.close();
    await hook.close();
  });

  it('still waits, with the same question, when server and worker were killed', async () => {
    process.kill(await serverOf(site), 'SIGKILL');
    await dev.wrote(/Temporal's server answers again/);
    dev.kill('SIGKILL');
    await dev.ended;
    site.env['DRILLBOOK_LOG_LEVEL'] = 'debug';
    dev = await site.dev();

    const record = await site.recordWhen(run, ({ waitingFor }) => waitingFor.length > 0);

    expect(record.waitingFor).toEqual(asked.waitingFor);
    expect(record.waitingFor[0]).toMatchObject({
      kind: 'approval',
      evidence: { message: 'Fail over, CHG1?', planHash: record.run.planHash },
    });
  });

  it('shows the commands that answer, and they do', async () => {
    const shown = await site.drillbook('status', run);
    const approved = await site.drillbook('approve', run, '--step', 'go', '--as', 'ann@x');
    await site.recordWhen(run, ({ waitingFor }) => waitingFor[0]?.step === 'call');
    const refused = await site.drillbook('answer', run, '--with', 'done', '--as', 'bob@x');
    const answered = await site.drillbook('answer', run, '--with', 'done', '--as', 'ann@x');
    const atParent = await site.recordWhen(run, ({ waitingFor }) => waitingFor.length > 0);
    const child = await site.drillbook('approve', `${run}.site_b`, '--as', 'bob@x');
    const end = await site.drillbook('status', run, '--watch');

    expect(shown.stdout).toContain(`drillbook approve ${run} --step go --break-glass`);
    expect(approved).toMatchObject({ exitCode: 0, stdout: 'approve accepted for step go\n' });
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain('bob@x is not one of ann@x');
    expect(answered.exitCode).toBe(0);
    expect(atParent.waitingFor).toMatchObject([
      { run: `${run}.site_b`, step: 'sure', evidence: { message: 'Site B too, CHG1?' } },
    ]);
    expect(child.exitCode).toBe(0);
    expect(end.exitCode).toBe(0);
    expect(end.stdout).toMatch(/^SUCCEEDED {2}live of people/);
  });

  it('told the hook what happened, and the secret of its url to nobody', async () => {
    const bodies = new Set(hook.requests.map(({ body }) => body));
    const messages = [...bodies].map((body) => {
      const { event, message } = JSON.parse(body) as Notice;
      return [event, message];
    });

    expect(dev.stderr()).toContain('it answered 503');
    expect(messages).toContainEqual(['message', 'The bank knows, ann@x says']);
    expect(messages).toContainEqual(['ended', 'succeeded']);
    expect(messages.filter(([event]) => event === 'waiting')).toHaveLength(3);
    expect(await site.findText(TOKEN)).toEqual([]);
  });
});

/** The process id of the server itself, not of what watches over it. */
async function serverOf({ folder }: Site): Promise<number> {
  const naming = await processesNaming(`${folder}/site.db`);
  const server = naming.find((line) => !line.includes('supervise-server-entry'));
  return Number(server?.split(' ')[0]);
}
