import { afterEach, describe, expect, it } from '@jest/globals';
import type { ConsolePlanTarget } from '../../plan/plan.js';
import { branches, BRANCHES, consoleScenario } from '../workflows/console.js';
import { openConsole, type ConsoleActivities } from './console-activities.js';

describe('finding a plan of a Console by its name', () => {
  let lab: ConsoleActivities;
  afterEach(async () => {
    await lab.close();
  });
  const admit = (target: Partial<ConsolePlanTarget>) =>
    lab.run('admit', {
      runId: 'run',
      planHash: '',
      planVersion: 1,
      mode: 'drill',
      targets: [{ ...branches, ...target }],
    });
  const rows = () =>
    (lab.simulator.truth().console?.plans ?? []).filter(({ name }) => name === BRANCHES);
  const row = (type: string) => rows().find((one) => one.type === type);

  it('names it by its id in VBR, which Enterprise Manager names it by too', async () => {
    lab = await openConsole();

    const { problems, targets, warnings } = await admit({});

    expect(problems).toEqual([]);
    expect(warnings).toEqual([]);
    expect(targets).toMatchObject([
      {
        planId: lab.truth(BRANCHES).id,
        machines: ['fs01', 'fs02'],
        backupServerName: row('Cloud')?.backupServer,
        console: { connection: 'msp', serverPlanId: row('Cloud')?.instanceUid, type: 'Cloud' },
      },
    ]);
  });

  it('takes the provider’s entry of a plan that is listed twice, and says so', async () => {
    lab = await openConsole('switches: { listedTwice: true }');

    const { targets, warnings } = await admit({});

    expect(targets).toMatchObject([
      { planId: lab.truth(BRANCHES).id, console: { type: 'Tenant' } },
    ]);
    expect(warnings).toEqual([expect.stringContaining('is listed 2 times on msp')]);
  });

  it('takes the entry that the backup server or the id names instead', async () => {
    lab = await openConsole('switches: { listedTwice: true }');
    const cloud = row('Cloud');

    const byName = await admit({ backupServer: cloud?.backupServer.toUpperCase() ?? '' });
    const byUid = await admit({ backupServer: cloud?.backupServerUid ?? '' });
    const byId = await admit({ name: cloud?.instanceUid ?? '' });

    for (const { targets, warnings } of [byName, byUid, byId]) {
      expect(targets).toMatchObject([{ console: { type: 'Cloud' } }]);
      expect(warnings).toEqual([]);
    }
    // Only the provider's entry names the tenant, who is held all the same.
    expect(byId.targets[0]?.tenantId).not.toBeNull();
  });

  it('narrows by the tenant’s uid, and says why not by a name', async () => {
    lab = await openConsole('switches: { listedTwice: true }');
    const tenant = (await admit({})).targets[0]?.tenantId ?? '';

    const byUid = await admit({ tenant: tenant.toUpperCase() });
    const other = await admit({ tenant: row('Cloud')?.instanceUid ?? '' });
    const byName = await admit({ tenant: 'ABC Company' });

    expect(byUid.problems).toEqual([]);
    expect(other.problems[0]?.message).toContain('but not where `backupServer` or `tenant` say');
    expect(byName.problems[0]?.message).toContain('give `tenant` as the uid, not "ABC Company"');
  });

  it('names the nearest one, and all there are, where there is none', async () => {
    lab = await openConsole();

    const { problems } = await admit({ name: 'Branch office' });

    expect(problems[0]?.message).toBe(
      'target branches: plan "Branch office" is not on msp; did you mean "Branch offices"? There are: "Branch offices", "Shop"',
    );
  });

  it('does not choose between two plans of the same name', async () => {
    const second = `  - name: ${BRANCHES}\n    machines: [{ name: other01 }]\nfailoverPlans:`;
    lab = await openConsole('', { scenario: consoleScenario().replace('failoverPlans:', second) });

    const { problems } = await admit({});

    expect(problems[0]?.message).toContain('2 plans on msp are named "Branch offices"; narrow it');
  });
});
