import { describe, expect, it } from '@jest/globals';

import { consoleScenario, newId, startConsoleLab } from './console-lab.js';

function switched(switches: string): string {
  return consoleScenario(`switches: { ${switches} }`);
}

describe('a request id', () => {
  it('lets a call act once, and gives the first answer again', async () => {
    const { start, truth, lab } = await startConsoleLab();
    const requestId = newId();

    const answers = [
      await start('ERP', '', { requestId }),
      await start('ERP', '', { requestId: requestId.toUpperCase() }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(truth('ERP')).toMatchObject({ started: 1, requests: [{ outcome: 'executed' }] });
    expect(lab.simulator.truth().console?.replays).toBe(1);
  });

  it('lives five minutes from the first time, then the call acts again', async () => {
    const { start, truth, lab } = await startConsoleLab();
    const requestId = newId();
    await start('ERP', '', { requestId });
    lab.clock.advance(299);
    await start('ERP', '', { requestId });
    const within = truth('ERP').started;
    lab.clock.advance(1);

    await start('ERP', '', { requestId });

    expect([within, truth('ERP').started]).toEqual([1, 2]);
  });

  it('of another caller is another id', async () => {
    const { start, truth } = await startConsoleLab(
      'version: 1\nconsole: { apiKeys: [{ key: k }, { key: l }] }\nfailoverPlans: [{ name: P, machines: [{ name: a }] }]',
    );
    const requestId = newId();
    await start('P', '', { requestId });

    await start('P', '', { requestId, key: 'l' });

    expect(truth('P').requests).toHaveLength(2);
  });

  it('remembers a refusal too', async () => {
    const { start, truth, lab } = await startConsoleLab();
    await start('ERP');
    lab.clock.advance(5);
    const requestId = newId();
    const first = await start('ERP', '', { requestId });
    lab.clock.advance(60);

    const second = await start('ERP', '', { requestId });

    expect([first.status, second.status]).toEqual([400, 400]);
    expect(truth('ERP').requests).toHaveLength(2);
  });

  it.each([
    ['firstAnswer', 200, 0],
    ['http400', 400, 0],
    ['acts', 200, 1],
  ])('used for another call, with %s', async (value, expected, started) => {
    const { start, truth } = await startConsoleLab(switched(`sameIdOtherCall: ${value}`));
    const requestId = newId();
    await start('ERP', '', { requestId });

    const { status } = await start('Branch', '', { requestId });

    expect(status).toBe(expected);
    expect(truth('Branch').started).toBe(started);
  });

  it('that is no uuid is refused', async () => {
    const { start, truth } = await startConsoleLab();

    const { status } = await start('ERP', '', { requestId: '1' });

    expect(status).toBe(400);
    expect(truth('ERP').started).toBe(0);
  });

  it('left out lets every call act', async () => {
    const { start, truth } = await startConsoleLab(switched('startWhileRunning: accepted'));

    await start('ERP');
    await start('ERP');

    expect(truth('ERP').started).toBe(2);
  });
});
