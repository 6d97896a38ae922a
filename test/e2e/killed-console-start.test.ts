import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CLOUD, plans } from './runbooks.js';
import { openSite, type Site } from './site.js';
import { until } from './until.js';

const KEY = 'canary-3Wd8-key';

const RUNBOOK = `apiVersion: drillbook/v1
id: databases
targets:
  databases: { connection: msp, spcFailoverPlan: ${CLOUD} }
defaults: { timeout: 10m, poll: 1s }
steps:
  - id: databases
    failover: databases
`;

describe('a drill at the Console whose worker is killed after the test was sent, before its answer', () => {
  let site: Site;

  beforeAll(async () => {
    site = await openSite({
      scenario: `console: { apiKeys: [{ key: ${KEY} }] }\n${plans({ speed: 20, slowest: '20s' })}`,
      config: (_url, consoleUrl) => `connections:
  msp:
    type: service-provider-console
    url: ${consoleUrl}
    apiKey: { env: E2E_CONSOLE_KEY }
    evidenceLag: 2s
    collectLag: 5s
`,
    });
    site.env['E2E_CONSOLE_KEY'] = KEY;
    await site.write('databases.yaml', RUNBOOK);
    site.simulator.addFault({
      kind: 'delayAfter',
      seconds: 600,
      match: { method: 'POST', action: 'start', server: 'console' },
    });
    const dev = await site.dev();
    await site.drillbook(
      ...['run', 'databases.yaml', '--mode', 'drill', '--detach', '--id', 'databases-1'],
    );
    await until('the test was carried out', () => site.truth(CLOUD).tested === 1);
    dev.kill('SIGKILL');
    await dev.ended;
    await site.dev();
  });

  afterAll(() => site.close());

  it('knows its own request by its id, ends well and cleans up', async () => {
    const follow = await site.drillbook('status', 'databases-1', '--watch', '--json');

    expect(follow.exitCode).toBe(0);
    expect(JSON.parse(follow.stdout)).toMatchObject({
      run: { outcome: 'succeeded' },
      steps: [{ status: 'succeeded', output: { evidence: 'request' } }],
      cleanup: { verdict: 'clean' },
    });
    expect(site.truth(CLOUD)).toMatchObject({ tested: 1, started: 0 });
  });

  it('leaves its key nowhere', async () => {
    expect(await site.findText(KEY)).toEqual([]);
  });
});
