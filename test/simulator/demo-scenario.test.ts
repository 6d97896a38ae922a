import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { parseScenario } from '../../simulator/scenario/parse-scenario.js';

const TEXT = readFileSync(new URL('../../runbooks/scenarios/demo.yaml', import.meta.url), 'utf8');

describe('the demo scenario', () => {
  it('has six machines in the cloud plan, one of which ends with a warning', () => {
    const [plan] = parseScenario(TEXT, 'scenarios/demo.yaml').cloudFailoverPlans;

    expect(plan?.name).toBe('ERP databases');
    expect(plan?.machines).toHaveLength(6);
    expect(plan?.machines.filter(({ result }) => result !== 'success')).toMatchObject([
      { name: 'files01', result: 'warning' },
    ]);
  });

  it('has three machines in the plain plan, one with an http service', () => {
    const [plan] = parseScenario(TEXT, 'scenarios/demo.yaml').failoverPlans;

    expect(plan?.name).toBe('ERP portal');
    expect(plan?.machines).toHaveLength(3);
    expect(plan?.machines.at(-1)?.service).toEqual({ http: 18203 });
  });
});
