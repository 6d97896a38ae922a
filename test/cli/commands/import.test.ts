import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { compile } from '../../../compiler/compile.js';
import type { PlanTarget } from '../../../plan/plan.js';
import { CONSOLE_KEY, KEY, PASSWORD, startServerLab } from '../server-lab.js';

const ESTATE = `
backupServers: [{ name: srv13.tech.local }, { name: srv14.tech.local }]
cloudFailoverPlans:
  - { name: ERP databases, machines: [{ name: sql01 }, { name: sql02 }] }
failoverPlans:
  - { name: ERP portal, machines: [{ name: web01 }, { name: web02 }] }
vmReplicas:
  - { name: app02, job: Application }
  - { name: app01, job: Application }
  - { name: web01, job: Application }
  - { name: other, job: Elsewhere, backupServer: srv14.tech.local }
vAppReplicas:
  - { name: vApp01, job: Clouds, vms: [win7] }
cdpReplicas:
  - { name: db01, policy: Always }
  - { name: bigapp, kind: vApp, policy: Always too }
`;

/** What the targets of a text are, as a run would have them. */
function targetsOf(text: string): readonly PlanTarget[] {
  const { plans, diagnostics } = compile(text, { file: 'x', mode: null });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return plans.live?.targets ?? [];
}

describe('drillbook import from an Enterprise Manager', () => {
  it('has the server collect its data first, when it is told to', async () => {
    const lab = await startServerLab(ESTATE);

    const { exitCode, err } = await lab.drillbook('import', '--connection', 'em', '--collect');

    expect(exitCode).toBe(0);
    expect(err).toContain(': collected');
    const calls = Object.keys(lab.simulator.truth().requests);
    expect(calls.filter((call) => call.includes('collect'))).not.toEqual([]);
  });

  it('writes each plan, and each job whose machines are in none, as a target', async () => {
    const lab = await startServerLab(ESTATE);

    const { exitCode, out } = await lab.drillbook('import', '--connection', 'em');

    expect(exitCode).toBe(0);
    expect(targetsOf(out)).toMatchObject([
      { id: 'always', kind: 'cdpReplicas', names: ['db01'] },
      { id: 'always_too', kind: 'cdpReplicas', names: ['bigapp'] },
      { id: 'application', kind: 'vmReplicas', names: ['app01', 'app02'], rehearse: 'skip' },
      { id: 'clouds', kind: 'vAppReplicas', names: ['vApp01'] },
      { id: 'elsewhere', kind: 'vmReplicas', names: ['other'] },
      { id: 'erp_databases', kind: 'cloudFailoverPlan', name: 'ERP databases', rehearse: 'test' },
      { id: 'erp_portal', kind: 'failoverPlan', name: 'ERP portal', rehearse: 'skip' },
    ]);
  });

  it('says where each comes from, and what a person has to decide', async () => {
    const lab = await startServerLab(ESTATE);
    const [plan] = lab.simulator.truth().plans;

    const { out } = await lab.drillbook('import', '--connection', 'em');

    expect(out).toContain(`# Cloud failover plan "ERP databases"
  #   tenant "ABC Company", backup server "srv13.tech.local", id ${plan?.id ?? ''}
  #   2 machines, in the order in which the plan starts them:
  #     1 to 2: "sql01", "sql02"
`);
    expect(out).toContain('# DECIDE who answers for it:');
    expect(out).toContain('# DECIDE rehearse: Veeam has no test for a plain plan');
    expect(out).toContain("    # machines: { critical: ['sql01'], tolerate: 0 }");
    expect(out).toContain('1 more machine of it in failover plans, so not here');
    expect(out).not.toContain(PASSWORD);
  });

  it('offers lines that compile when their # is taken away', async () => {
    const lab = await startServerLab(ESTATE);
    const { out } = await lab.drillbook('import', '--connection', 'em');

    const text = out
      .replace(/^ {4}# ((?:machines|concurrency): .*)$/gm, '    $1')
      .replace(/^ {2}# (- \{ id: .*)$/gm, '  $1')
      .replace(
        /^ {2}# - id: fenced\n {2}# {3}(.*)\n {2}# {3}(.*)$/gm,
        '  - id: fenced\n    $1\n    $2',
      );

    expect(text).toContain('\n  - { id: erp_portal_up, ');
    expect(text).toContain('\n    concurrency: 10');
    expect(targetsOf(text)).toHaveLength(7);
  });

  it('narrows a name that two plans have, and takes the id where that is not enough', async () => {
    const lab = await startServerLab(`
backupServers: [{ name: srv13.tech.local }, { name: srv14.tech.local }]
cloudFailoverPlans:
  - { name: Shared, tenant: ABC Company, machines: [{ name: a }] }
  - { name: Shared, tenant: DEF Company, machines: [{ name: b }] }
failoverPlans:
  - { name: Portal, machines: [{ name: c }] }
  - { name: Portal, backupServer: srv14.tech.local, machines: [{ name: d }] }
  - { name: Twin, id: 11111111-2222-4333-8444-555555555551, machines: [{ name: e }] }
  - { name: Twin, id: 11111111-2222-4333-8444-555555555552, machines: [{ name: f }] }
`);

    const { out } = await lab.drillbook('import', '--connection', 'em');

    const named = targetsOf(out).map((target) =>
      'name' in target
        ? [target.name, target.backupServer, 'tenant' in target ? target.tenant : null]
        : [],
    );
    expect(named.map((one) => one.join(' / ')).toSorted()).toEqual(
      [
        'Shared /  / ABC Company',
        'Shared /  / DEF Company',
        'Portal / srv13.tech.local / ',
        'Portal / srv14.tech.local / ',
        '11111111-2222-4333-8444-555555555551 /  / ',
        '11111111-2222-4333-8444-555555555552 /  / ',
      ].toSorted(),
    );
  });

  it('leaves out a replica whose name means two, and says so', async () => {
    const lab = await startServerLab(`
backupServers: [{ name: srv13.tech.local }, { name: srv14.tech.local }]
vmReplicas:
  - { name: twin, job: Job A }
  - { name: twin, job: Job B }
  - { name: far, job: Job A }
  - { name: far, job: Job A, backupServer: srv14.tech.local }
`);

    const { out } = await lab.drillbook('import', '--connection', 'em');

    expect(targetsOf(out)).toMatchObject([
      { id: 'job_a', names: ['far'], backupServer: 'srv13.tech.local' },
      { id: 'job_a_2', names: ['far'], backupServer: 'srv14.tech.local' },
    ]);
    expect(out).toContain(
      'left out: "twin", its name means a replica of another job on this server as well (Job B)',
    );
  });

  it('names the plans that hold the same machine', async () => {
    const lab = await startServerLab(`
failoverPlans:
  - { name: All, machines: [{ name: sql01 }, { name: web01 }] }
  - { name: Databases, machines: [{ name: sql01 }] }
cloudFailoverPlans:
  - { name: One, tenant: ABC Company, machines: [{ name: sql01 }] }
  - { name: Two, tenant: DEF Company, machines: [{ name: sql01 }] }
`);

    const { out } = await lab.drillbook('import', '--connection', 'em');

    expect(out.match(/DECIDE which to keep/g)).toHaveLength(2);
    expect(out).toContain('  #   "Databases": "sql01"\n');
  });

  it('brings hostile names through as they are', async () => {
    const lab = await startServerLab(`
cloudFailoverPlans:
  - { name: 'x # \${{ y }}', tenant: 'true', machines: [{ name: 'null' }] }
  - { name: 'Bearer abcdefgh', id: 11111111-2222-4333-8444-555555555551, machines: [{ name: b }] }
  - { name: '2026', machines: [{ name: c }] }
  - { name: 11111111-aaaa-4333-8444-555555555551, id: 11111111-2222-4333-8444-555555555552, machines: [{ name: d }] }
vmReplicas:
  - { name: '"]: #', job: '\${{ z }} # \\\\' }
  - { name: 'https://a:secret@b', job: Secret }
`);

    const { exitCode, out } = await lab.drillbook('import', '--connection', 'em');

    expect(exitCode).toBe(0);
    const named = targetsOf(out).map((target) => ('name' in target ? target.name : target.names));
    expect(named.toSorted()).toEqual(
      [
        'x # ${{ y }}',
        // Nobody may write down what looks like a credential, nor a name that looks like an id.
        '11111111-2222-4333-8444-555555555551',
        '11111111-2222-4333-8444-555555555552',
        '2026',
        ['"]: #'],
      ].toSorted(),
    );
    expect(out).toContain('left out: "https://a:secret@b", its name can not stand in a runbook');
  });

  it('says what the role could not see', async () => {
    const lab = await startServerLab(ESTATE);

    const { exitCode, out, err } = await lab.drillbook('import', '--connection', 'em-operator');

    expect(exitCode).toBe(0);
    const words = 'CDP replicas: the role may not (403: Access denied)';
    expect(out).toContain(`# Not seen, so it is not here:\n#   "${words}"\n`);
    expect(err).toContain('em-operator: CDP replicas: not seen, ');
    expect(targetsOf(out).map(({ kind }) => kind)).not.toContain('cdpReplicas');
  });

  it('takes a tenant for what it sees, and no replicas of which nobody knows the plan', async () => {
    const lab = await startServerLab(ESTATE);

    const { exitCode, out } = await lab.drillbook('import', '--connection', 'em-tenant');

    expect(exitCode).toBe(0);
    expect(targetsOf(out)).toMatchObject([{ name: 'ERP databases' }]);
    expect(out).toContain('nobody can tell which of them are in a plan');
  });

  it('writes nothing, with exit code 1, when the role sees nothing', async () => {
    const lab = await startServerLab(ESTATE);

    const { exitCode, out, err } = await lab.drillbook('import', '--connection', 'em-user');

    expect(exitCode).toBe(1);
    expect(out).toBe('');
    expect(err).toContain('Not seen: cloud failover plans: the role may not (403');
    expect(err).toContain('Nothing was written');
  });

  it('writes nothing, with exit code 1, when the server is empty', async () => {
    const lab = await startServerLab('');

    const { exitCode, out, err } = await lab.drillbook('import', '--connection', 'em');

    expect(exitCode).toBe(1);
    expect(out).toBe('');
    expect(err).toContain('em shows no failover plan and no replica that a runbook could name');
  });

  it('ends with 3 when the server is down', async () => {
    const lab = await startServerLab('');

    const { exitCode, out, err } = await lab.drillbook('import', '--connection', 'em-down');

    expect(exitCode).toBe(3);
    expect(out).toBe('');
    expect(err).toContain('nothing listens there');
  });

  it('ends with 3 when the server breaks off in the middle: half an estate is none', async () => {
    const lab = await startServerLab(ESTATE);
    lab.simulator.addFault({ kind: 'dropAfter', match: { path: '/failoverPlans' }, times: 1 });

    const { exitCode, out } = await lab.drillbook('import', '--connection', 'em');

    expect(exitCode).toBe(3);
    expect(out).toBe('');
  });

  it('changes nothing on the server, and logs off', async () => {
    const lab = await startServerLab(ESTATE);

    await lab.drillbook('import', '--connection', 'em');

    const { requests, logonSessions } = lab.simulator.truth();
    const changing = Object.keys(requests).filter((name) => !name.startsWith('GET '));
    expect(changing).toEqual(['POST /sessionMngr', 'DELETE /logonSessions/{id}']);
    expect(logonSessions).toEqual([]);
  });

  it('writes as many targets as one run can hold, and names the others', async () => {
    const plans = Array.from(
      { length: 260 },
      (_, index) =>
        `  - { name: Plan ${String(index).padStart(3, '0')}, machines: [{ name: m${index} }] }`,
    );
    const lab = await startServerLab(`cloudFailoverPlans:\n${plans.join('\n')}`);

    const { exitCode, out, err } = await lab.drillbook('import', '--connection', 'em', '--json');

    expect(exitCode).toBe(0);
    const { runbook, targets, left } = JSON.parse(out) as {
      runbook: string;
      targets: readonly object[];
      left: readonly object[];
    };
    expect(targets.length).toBeGreaterThan(100);
    expect(targets.length + left.length).toBe(260);
    expect(targetsOf(runbook)).toHaveLength(targets.length);
    expect(runbook).toContain('one run can not hold more');
    expect(runbook).toContain('  #   Cloud failover plan "Plan 259"\n');
    expect(err).toContain(`${left.length} targets more do not fit into one run`);
  });
});

describe('drillbook import from a Service Provider Console', () => {
  const LISTED_TWICE = `${CONSOLE_KEY}\n  switches: { listedTwice: true }`;

  it('writes a plan that is listed twice once, and gives those that have no test a rehearsal', async () => {
    const lab = await startServerLab(ESTATE, LISTED_TWICE);
    const [cloud] = lab.simulator.truth().plans;

    const { exitCode, out } = await lab.drillbook('import', '--connection', 'msp');

    expect(exitCode).toBe(0);
    expect(targetsOf(out)).toMatchObject([
      { kind: 'spcFailoverPlan', name: 'ERP databases', rehearse: 'test' },
      { kind: 'spcFailoverPlan', name: 'ERP portal', rehearse: 'skip' },
    ]);
    expect(out).toMatch(/# {3}type Tenant, tenant [0-9a-f-]{36} .*"provider\.sim\.local", id /);
    expect(out).toMatch(/# {3}type Cloud, backup server "srv13\.tech\.local", id /);
    expect(out).toContain(`  #   id in VBR: ${cloud?.id ?? ''}\n`);
    expect(out).toContain('one and the same plan in 2 rows of the list');
    expect(out).not.toContain(KEY);
  });

  it('takes the id at the provider where two tenants have plans of one name', async () => {
    const lab = await startServerLab(
      `
cloudFailoverPlans:
  - { name: Shared, tenant: ABC Company, machines: [{ name: a }] }
  - { name: Shared, tenant: DEF Company, machines: [{ name: b }] }
`,
      LISTED_TWICE,
    );

    const { out } = await lab.drillbook('import', '--connection', 'msp');

    const atProvider = (lab.simulator.truth().console?.plans ?? [])
      .filter(({ type }) => type === 'Tenant')
      .map(({ instanceUid }) => instanceUid);
    const named = targetsOf(out).map((target) => ('name' in target ? target.name : null));
    expect(named.toSorted()).toEqual(atProvider.toSorted());
  });

  it('changes nothing on the server', async () => {
    const lab = await startServerLab(ESTATE);

    await lab.drillbook('import', '--connection', 'msp');

    const { console } = lab.simulator.truth();
    const names = Object.keys(console?.requests ?? {});
    expect(names.filter((name) => !name.startsWith('GET '))).toEqual([]);
    expect(names).toContain('GET /v3/infrastructure/backupServers/failoverplans/{planUid}/objects');
  });
});

describe('what drillbook import writes', () => {
  it('goes into a file with -o, and stdout stays empty', async () => {
    const lab = await startServerLab(ESTATE);

    const { exitCode, out, err } = await lab.drillbook(
      'import',
      '--connection',
      'em',
      '-o',
      'a.yaml',
    );

    expect(exitCode).toBe(0);
    expect(out).toBe('');
    expect(err).toContain(`wrote 7 targets to ${join(lab.folder, 'a.yaml')}\n`);
    expect(targetsOf(await readFile(join(lab.folder, 'a.yaml'), 'utf8'))).toHaveLength(7);
    expect((await readdir(lab.folder)).toSorted()).toEqual(['a.yaml', 'temporal.config.yaml']);
  });

  it('never goes over a file, and asks no server then', async () => {
    const lab = await startServerLab(ESTATE);
    await writeFile(join(lab.folder, 'a.yaml'), 'mine');

    const { exitCode, err } = await lab.drillbook('import', '--connection', 'em', '-o', 'a.yaml');

    expect(exitCode).toBe(3);
    expect(err).toContain('a.yaml is there already');
    expect(await readFile(join(lab.folder, 'a.yaml'), 'utf8')).toBe('mine');
    expect(lab.simulator.truth().requests).toEqual({});
  });

  it('says why a file can not be written', async () => {
    const lab = await startServerLab(ESTATE);

    const { exitCode, err } = await lab.drillbook(
      'import',
      '--connection',
      'em',
      '-o',
      'no/a.yaml',
    );

    expect(exitCode).toBe(3);
    expect(err).toContain("can't be written (ENOENT)");
  });

  it('has the id that was asked for, else one made of the connection', async () => {
    const lab = await startServerLab(ESTATE);

    const asked = await lab.drillbook('import', '--connection', 'em', '--id', 'erp');
    const made = await lab.drillbook('import', '--connection', 'em');
    const wrong = await lab.drillbook('import', '--connection', 'em', '--id', 'ERP!');

    expect(asked.out).toContain('\nid: erp\n');
    expect(made.out).toContain('\nid: em-failover\n');
    expect(wrong).toMatchObject({ exitCode: 3, out: '' });
  });

  it('is JSON with --json', async () => {
    const lab = await startServerLab(ESTATE);

    const { out } = await lab.drillbook('import', '--connection', 'em-operator', '--json');

    const result = JSON.parse(out) as { runbook: string; targets: readonly object[] };
    expect(targetsOf(result.runbook)).toHaveLength(5);
    expect(result).toMatchObject({
      id: 'em-operator-failover',
      file: null,
      left: [],
      unseen: [{ what: 'CDP replicas' }],
    });
    expect(result.targets[0]).toEqual({
      id: 'erp_databases',
      kind: 'cloudFailoverPlan',
      name: 'ERP databases',
      planId: expect.any(String),
      backupServer: 'srv13.tech.local',
      tenant: 'ABC Company',
      machines: ['sql01', 'sql02'],
    });
  });

  it.each([
    ['nowhere', 'there is no connection nowhere; there are: em, '],
    ['tickets', 'connection tickets is no Veeam server'],
  ])('refuses the connection %s', async (name, words) => {
    const lab = await startServerLab('');

    const { exitCode, err } = await lab.drillbook('import', '--connection', name);

    expect(exitCode).toBe(3);
    expect(err).toContain(words);
  });
});
