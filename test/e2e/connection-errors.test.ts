import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeCertificate, type Certificate } from '../clients/certificate.js';
import type { CommandProcess, Ended } from './command-process.js';
import { CLOUD_RUNBOOK, PLAIN, PLAIN_RUNBOOK } from './runbooks.js';
import { openSite, PASSWORD, type Site } from './site.js';

const SCENARIO = `speed: 60
backupServers: [{ name: srv13.tech.local }, { name: srv14.tech.local }]
cloudFailoverPlans:
  - name: ERP databases
    machines: [{ name: sql01, takes: 10s }]
failoverPlans:
  - { name: ERP portal, backupServer: srv13.tech.local, machines: [{ name: web01, takes: 5s }] }
  - { name: ERP portal, backupServer: srv14.tech.local, machines: [{ name: web02, takes: 5s }] }
`;

const WRONG_PASSWORD = 'canary-3Wd8-wrong';

const REFUSALS: readonly (readonly [string, string, RegExp])[] = [
  ['a wrong password', 'em-wrong', /user name or password refused: check username and password/],
  ['an untrusted certificate', 'em-untrusted', /certificate is not trusted: .*tls\.caFile/],
  ['a variable that is not set', 'em-unset', /NOT_SET is not set \(connections\.em-unset\.pass/],
  ['a server that is down', 'em-down', /nothing listens there: check host and port/],
];

/** A connection for each way in which one can be wrong, and two that are right. */
function connections(url: string, caFile: string): string {
  const all = {
    em: `url: '${url}', password: { env: E2E_EM_PASSWORD }, tls: { caFile: ${caFile} }`,
    'em-insecure': `url: '${url}', password: { env: E2E_EM_PASSWORD }, tls: { insecure: true }`,
    'em-untrusted': `url: '${url}', password: { env: E2E_EM_PASSWORD }`,
    'em-wrong': `url: '${url}', password: { env: WRONG_PASSWORD }, tls: { caFile: ${caFile} }`,
    'em-unset': `url: '${url}', password: { env: NOT_SET }, tls: { caFile: ${caFile} }`,
    // The port of discard, where nothing listens.
    'em-down': `url: 'https://127.0.0.1:9', password: { env: E2E_EM_PASSWORD }`,
  };
  const lines = Object.entries(all).map(
    ([name, rest]) =>
      `  ${name}: { type: enterprise-manager, username: dr, evidenceLag: 2s, ${rest} }`,
  );
  return `connections:\n${lines.join('\n')}\n`;
}

describe('a server that a run can not use', () => {
  let certificate: Certificate;
  let site: Site;
  let dev: CommandProcess;
  const drills = new Map<string, Promise<Ended>>();

  beforeAll(async () => {
    certificate = await makeCertificate('IP:127.0.0.1');
    site = await openSite({
      scenario: SCENARIO,
      tls: { key: certificate.key, cert: certificate.cert },
      config: (url) => connections(url, certificate.certFile),
    });
    site.env['WRONG_PASSWORD'] = WRONG_PASSWORD;
    dev = await site.dev();
    // Begun together: reading a server that is down is given up after half a minute only.
    for (const [, name] of REFUSALS) drills.set(name, drillOver(name));
  });

  afterAll(async () => {
    await site.close();
    await certificate.remove();
  });

  async function drill(name: string, text: string): Promise<Ended> {
    const file = await site.write(`${name}.yaml`, text);
    return await site.drillbook('run', file, '--mode', 'drill', '--json');
  }

  /** A drill over another connection than `em`. */
  function drillOver(connection: string): Promise<Ended> {
    const text = CLOUD_RUNBOOK.replace('connection: em,', `connection: ${connection},`);
    return drill(connection, text);
  }

  async function refusedDrill(connection: string): Promise<Ended> {
    const ended = await drills.get(connection);
    if (ended === undefined) throw new Error(`no drill over ${connection} was begun`);
    return ended;
  }

  it.each(REFUSALS)('refuses the run for %s, in one sentence', async (_what, name, words) => {
    const { exitCode, stdout, stderr } = await refusedDrill(name);

    expect(exitCode).toBe(1);
    const { run } = JSON.parse(stdout) as { run: { outcome: string; message: string } };
    expect(run.outcome).toBe('refused');
    expect(run.message).toMatch(words);
    expect(run.message).not.toContain('\n');
    expect(stderr).not.toContain('    at ');
  });

  it('says while it waits for a server that is down what is wrong', async () => {
    const { stderr } = await refusedDrill('em-down');

    expect(stderr).toMatch(/ {2}admit {2}failed and is tried again: em-down: .*nothing listens/);
  });

  it('takes a certificate whose authority the configuration names', async () => {
    const { exitCode } = await drillOver('em');

    expect(exitCode).toBe(0);
  });

  it('takes any certificate where the configuration is insecure, and dev warns of it', async () => {
    const { exitCode } = await drillOver('em-insecure');

    expect(exitCode).toBe(0);
    expect((await site.drillbook('doctor', '--connection', 'em-insecure')).stderr).toContain(
      'warning: connections.em-insecure.tls.insecure is true: any certificate is taken',
    );
  });

  it('names the nearest plan where there is none of that name', async () => {
    const { exitCode, stdout } = await drill(
      'near',
      CLOUD_RUNBOOK.replace('databases }', 'datbases }'),
    );

    expect(exitCode).toBe(1);
    expect(messageOf(stdout)).toContain('did you mean "ERP databases"?');
  });

  it('lists the candidates where two plans have one name', async () => {
    const { exitCode, stdout } = await drill('two', PLAIN_RUNBOOK);

    expect(exitCode).toBe(1);
    const message = messageOf(stdout);
    expect(message).toContain(`2 plans on em are named "${PLAIN}"`);
    for (const { id, backupServer } of site.simulator.truth().plans.filter(isPortal)) {
      expect(message).toContain(`${id} (backup server ${backupServer}`);
    }
  });

  it('takes the one that backupServer names', async () => {
    const narrowed = PLAIN_RUNBOOK.replace(PLAIN, `${PLAIN}, backupServer: srv14.tech.local`);

    const { exitCode } = await drill('narrowed', narrowed);

    expect(exitCode).toBe(0);
    const portals = site.simulator.truth().plans.filter(isPortal);
    expect(portals).toMatchObject([
      { backupServer: 'srv13.tech.local', started: 0 },
      { backupServer: 'srv14.tech.local', started: 1, undone: 1 },
    ]);
  });

  it('lets dev write sentences, not log lines, and no stack trace', () => {
    expect(dev.stderr()).not.toMatch(/^\{/m);
    expect(dev.stderr()).not.toContain('    at ');
  });

  it('never tells a password: no output, log, record or history has one', async () => {
    const found = await Promise.all([PASSWORD, WRONG_PASSWORD].map((text) => site.findText(text)));

    expect(found).toEqual([[], []]);
  });
});

function messageOf(stdout: string): string {
  return (JSON.parse(stdout) as { run: { message: string } }).run.message;
}

function isPortal({ name }: { readonly name: string }): boolean {
  return name === PLAIN;
}
