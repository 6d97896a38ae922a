import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { plans } from './runbooks.js';
import { configText, openSite, PASSWORD, type Site } from './site.js';

const WRONG_PASSWORD = 'canary-9Lp2-wrong';

interface Check {
  readonly what: string;
  readonly ok: boolean;
  readonly seen: string;
  readonly advice: string | null;
}

describe('drillbook doctor', () => {
  let site: Site;

  beforeAll(async () => {
    site = await openSite({
      scenario: plans({ speed: 60, slowest: '10s' }),
      config: (url) => configText({ em: url, 'em-down': 'http://127.0.0.1:9' }),
    });
    await site.dev();
  });

  afterAll(() => site.close());

  it('finds a site good: exit code 0, a line for each thing', async () => {
    const { exitCode, stdout } = await site.drillbook('doctor', '--connection', 'em');

    expect(exitCode).toBe(0);
    expect(stdout).not.toContain('FAILED');
    const names = ['configuration', 'secret em.password', 'temporal', 'worker', 'connection em'];
    const inside = ['credentials em', 'role em', 'rights em', 'clock em', 'data em', 'query em'];
    for (const name of [...names, 'retention', 'network em', ...inside]) {
      expect(stdout).toContain(`ok      ${name}: `);
    }
    expect(stdout).toContain('ok      retention: closed runs are kept for 90 days\n');
  });

  it('finds a server that is down: exit code 3, with advice', async () => {
    const { exitCode, stdout } = await site.drillbook('doctor');

    expect(exitCode).toBe(3);
    expect(stdout).toMatch(
      /^FAILED {2}network em-down: .*nothing listens there.*; check the port/m,
    );
    expect(stdout).toMatch(/^ok {6}connection em: /m);
  });

  it('finds a wrong password, as JSON', async () => {
    site.env['E2E_EM_PASSWORD'] = WRONG_PASSWORD;

    const { exitCode, stdout } = await site.drillbook('doctor', '--connection', 'em', '--json');

    site.env['E2E_EM_PASSWORD'] = PASSWORD;
    expect(exitCode).toBe(3);
    const { checks } = JSON.parse(stdout) as { checks: readonly Check[] };
    expect(checks.filter(({ ok }) => !ok)).toEqual([
      {
        ...{ what: 'credentials em', ok: false, advice: 'check username and password' },
        seen: expect.stringContaining('user name or password refused'),
      },
    ]);
  });

  it('finds that no Temporal answers', async () => {
    const address = site.env['TEMPORAL_ADDRESS'];
    site.env['TEMPORAL_ADDRESS'] = '127.0.0.1:9';

    const { exitCode, stdout } = await site.drillbook('doctor', '--connection', 'em');

    site.env['TEMPORAL_ADDRESS'] = address;
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/^FAILED {2}temporal: no Temporal server answers at 127\.0\.0\.1:9 /m);
  });

  it('refuses a connection that the configuration does not have, and names those it has', async () => {
    const { exitCode, stderr } = await site.drillbook('doctor', '--connection', 'emm');

    expect(exitCode).toBe(3);
    expect(stderr).toContain('drillbook: there is no connection emm; there are: em, em-down\n');
  });

  it('changes nothing at the server but for a logon, which is logged off again', async () => {
    const before = site.simulator.truth();

    await site.drillbook('doctor', '--connection', 'em');

    const after = site.simulator.truth();
    const changed = Object.entries(after.requests).filter(
      ([name, count]) => !name.startsWith('GET ') && count !== before.requests[name],
    );
    expect(changed.map(([name]) => name)).toEqual([
      'POST /sessionMngr',
      'DELETE /logonSessions/{id}',
    ]);
    expect(after.plans).toEqual(before.plans);
  });

  it('shows no secret', async () => {
    const found = await Promise.all([PASSWORD, WRONG_PASSWORD].map((text) => site.findText(text)));

    expect(found).toEqual([[], []]);
  });
});
