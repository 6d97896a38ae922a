import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { BRANCHES, KEY, SHOP, somebodyAt, until } from '../workflows/console.js';
import { identity, openConsole, type ConsoleActivities } from './console-activities.js';

describe('sending to a Console', () => {
  let lab: ConsoleActivities;
  afterEach(async () => {
    await lab.close();
  });

  it('never tests a plan that the Console calls Local, whatever it was at admission', async () => {
    lab = await openConsole('switches: { testOnLocal: ignored }');
    const target = lab.target(SHOP, 'Cloud');

    const sent = await lab.send({ verb: 'test', target, baseline: await lab.baseline(target) });

    expect(sent).toMatchObject({ kind: 'not-allowed', message: expect.stringContaining('Local') });
    expect(lab.truth(SHOP)).toMatchObject({ started: 0, tested: 0, requests: [] });
  });

  it('sends nothing under an id whose time is over, and says that it may be sent anew', async () => {
    lab = await openConsole();
    const target = lab.target(BRANCHES);

    const result = await lab.send({
      target,
      baseline: await lab.baseline(target),
      identity: identity({ notAfter: new Date(Date.now() - 1).toISOString() }),
    });

    expect(result).toMatchObject({ kind: 'refused', resend: true });
    expect(lab.truth(BRANCHES)).toMatchObject({ started: 0, requests: [] });
  });

  it('sends nothing when somebody has used the plan since the baseline', async () => {
    lab = await openConsole();
    const target = lab.target(BRANCHES);
    const baseline = await lab.baseline(target);
    await somebodyAt(lab, 'start', BRANCHES);
    await until(() => lab.truth(BRANCHES).state === 'failedOver');

    const result = await lab.send({ target, baseline });

    expect(result).toMatchObject({
      kind: 'not-allowed',
      message: expect.stringContaining('somebody else has used the plan'),
    });
    expect(lab.truth(BRANCHES).started).toBe(1);
  });

  it('undoes only the last session that was recorded', async () => {
    lab = await openConsole();
    const target = lab.target(BRANCHES);
    await somebodyAt(lab, 'start', BRANCHES);
    await until(() => lab.truth(BRANCHES).state === 'failedOver');

    const result = await lab.send({
      verb: 'undo',
      target,
      baseline: await lab.baseline(target),
      expectedSession: randomUUID(),
    });

    expect(result).toMatchObject({ kind: 'not-allowed' });
    expect(lab.truth(BRANCHES).undone).toBe(0);
  });

  it('refuses a restore point that lies ahead, before it is sent', async () => {
    lab = await openConsole('switches: { futureDate: accepted }');
    const target = lab.target(BRANCHES);

    const result = await lab.send({
      target,
      baseline: await lab.baseline(target),
      restorePointBefore: '2126-01-01T00:00:00.000Z',
    });

    expect(result).toMatchObject({ kind: 'refused', resend: false });
    expect(lab.truth(BRANCHES).requests).toEqual([]);
  });

  it('waits as long as the Console asks for, and has sent nothing then', async () => {
    lab = await openConsole();
    const target = lab.target(BRANCHES);
    lab.fault({ kind: 'status', code: 429, match: { action: 'start' } });

    const result = await lab.send({ target, baseline: await lab.baseline(target) });

    expect(result).toMatchObject({ kind: 'refused', resend: true, retryAfterSeconds: 25 });
    expect(lab.truth(BRANCHES).started).toBe(0);
  });

  it('does not take a cancelled action for a proof that nothing happened', async () => {
    lab = await openConsole('switches: { answers: 202 }, asyncTime: 1h', { lagSeconds: 4 });
    const target = lab.target(BRANCHES);
    const sending = lab.send({
      verb: 'test',
      mode: 'drill',
      target,
      baseline: await lab.baseline(target),
    });
    await until(() => (lab.simulator.truth().console?.actions.length ?? 0) > 0);
    await cancelAction(lab);

    const result = await sending;

    expect(result).toMatchObject({ kind: 'unclear', evidence: { statusBefore: 'Ready' } });
    expect(lab.truth(BRANCHES).tested).toBe(1);
  });
});

describe('looking for a request whose worker is gone', () => {
  let lab: ConsoleActivities;
  afterEach(async () => {
    await lab.close();
  });
  const lookUp = async (requestId: string, mode: 'live' | 'drill' = 'drill') => {
    const target = lab.target(BRANCHES);
    const sentBefore = new Date().toISOString();
    return lab.run('lookUpMutation', {
      step: 'branches',
      verb: 'start',
      mode,
      target,
      baseline: { ...(await lab.baseline(target)) },
      requestId,
      sentBefore,
    });
  };

  it('knows its own by the id', async () => {
    lab = await openConsole();
    const target = lab.target(BRANCHES);
    const id = identity();
    await lab.send({ target, baseline: await lab.baseline(target), identity: id });

    expect(await lookUp(id.id)).toMatchObject({ isOwnRequest: true });
  });

  it('takes an action that failed under its id for a proof that nothing happened', async () => {
    lab = await openConsole('switches: { startWhenCompleted: refused }');
    const target = lab.target(BRANCHES);
    await somebodyAt(lab, 'start', BRANCHES);
    await until(() => lab.truth(BRANCHES).state === 'failedOver');
    const id = identity();
    await lab.send({ target, baseline: await lab.baseline(target), identity: id });

    const found = await lookUp(id.id);

    expect(found.refusal).toContain('is failed over already');
    expect(found.isOwnRequest).toBeUndefined();
  });

  it('finds nothing, which proves nothing', async () => {
    lab = await openConsole();

    const found = await lookUp(randomUUID());

    expect(found).toMatchObject({
      sessionId: null,
      evidence: { found: 'no trace of the request', action: 'unknown' },
    });
  });
});

async function cancelAction(lab: ConsoleActivities): Promise<void> {
  const { actions } = lab.simulator.truth().console ?? { actions: [] };
  await fetch(`${lab.simulator.consoleUrl ?? ''}/api/v3/asyncActions/${actions[0]?.id ?? ''}`, {
    method: 'DELETE',
    headers: { Authorization: `Bearer ${KEY}` },
  });
}
