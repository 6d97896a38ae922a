import { describe, expect, it } from '@jest/globals';

import { startLab, twoPlans } from './lab.js';

describe('the simulator', () => {
  it('has the same ids after a restart', async () => {
    const first = await startLab();
    const second = await startLab();

    expect(second.plan('ERP portal').id).toBe(first.plan('ERP portal').id);
    expect(second.plan('ERP portal').machines).toEqual(first.plan('ERP portal').machines);
  });

  it('takes an id that the scenario gives', async () => {
    const id = 'ae01e36f-32a3-4095-95fa-09a2af744009';
    const lab = await startLab(
      `version: 1\nfailoverPlans: [{ name: P, id: ${id}, machines: [{ name: a }] }]`,
    );

    expect(lab.plan('P').id).toBe(id);
  });

  it('says which port it can’t have', async () => {
    const lab = await startLab();
    const port = Number(new URL(lab.simulator.url).port);

    await expect(startLab(twoPlans(), { port })).rejects.toThrow(`Port ${port} of the simulator`);
  });

  it('may be closed twice', async () => {
    const lab = await startLab();

    await lab.simulator.close();

    await expect(lab.simulator.close()).resolves.toBeUndefined();
  });
});
