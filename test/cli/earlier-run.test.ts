import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readEarlierRun } from '../../cli/earlier-run.js';
import { givenInputs } from '../../cli/given-inputs.js';
import type { PlanInput } from '../../plan/plan.js';
import { testTemporalAddress } from '../test-environment.js';
import { openLab, type Lab } from '../workflows/lab.js';
import { cel, each, planOf, tcpCheck, wait } from '../workflows/plans.js';
import { fakeIo } from './fake-io.js';

const EARLIER: PlanInput = {
  name: 'earlier',
  type: 'run',
  description: null,
  required: true,
  default: null,
  enum: null,
  pattern: null,
  min: null,
  max: null,
};

describe('an input of type run', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(async () => {
    await lab.close();
  });
  const read = async (id: string) =>
    await readEarlierRun(
      id,
      { config: null, json: false, as: null, reason: '' },
      fakeIo({ cwd: lab.config.folder, env: { TEMPORAL_ADDRESS: testTemporalAddress() } }),
    );

  it('is the whole record of that run, for expressions to name', async () => {
    const { run } = await lab.run(planOf('live', [wait('first', '1ms'), wait('second', '1ms')]));
    const plan = { ...planOf('live', []), inputs: [EARLIER] };
    const inputs = await givenInputs(plan, { earlier: run.id }, read);

    const record = await lab.run(
      {
        ...plan,
        steps: [
          { ...wait('same', '1ms'), when: `inputs.earlier.run.id == "${run.id}"` },
          { ...wait('both', '1ms'), when: 'inputs.earlier.steps["second"].status == "succeeded"' },
        ],
      },
      { inputs },
    );

    expect(record.steps.map(({ status, error }) => [status, error])).toEqual([
      ['succeeded', null],
      ['succeeded', null],
    ]);
  });

  it('takes no run that is not over', async () => {
    const run = await lab.start(planOf('live', [wait('long', '1h')]));
    await run.until(({ steps }) => steps[0]?.status === 'running');

    await expect(read(run.id)).rejects.toThrow(`run ${run.id} is not over yet`);
    await run.steer('abort');
    await run.ended();
  });

  it('takes no run that is not there', async () => {
    await expect(read('erp-none')).rejects.toThrow('there is no run erp-none');
  });

  it('takes no record that is too long to be part of a start', async () => {
    const keys = Array.from({ length: 800 }, (_, index) => `${index}-${'x'.repeat(180)}`);
    const check = each(tcpCheck('ports', cel('item'), { onFailure: 'continue' }), keys, {
      concurrency: 800,
    });
    const { run } = await lab.run(planOf('live', [check]));

    await expect(read(run.id)).rejects.toThrow(/has \d+ KB, and an input takes 200 KB/);
  });
});
