import { describe, expect, it } from '@jest/globals';

import type { FaultInput } from '../../../simulator/faults/fault.js';
import { startLab, twoPlans, type Answer, type Lab } from '../lab.js';

const PORTAL = 'ERP portal';

/** Starts the portal's plan with a fault in the way; null when no answer came. */
async function startWith(lab: Lab, fault: FaultInput): Promise<Answer | null> {
  lab.simulator.addFault({ match: { method: 'POST', action: 'start' }, ...fault });
  return lab.start(lab.plan(PORTAL)).catch(() => null);
}

describe('faults of the connection', () => {
  it('dropBefore gives no answer and starts nothing', async () => {
    const lab = await startLab();

    const answer = await startWith(lab, { kind: 'dropBefore' });

    expect(answer).toBeNull();
    expect(lab.plan(PORTAL)).toMatchObject({ started: 0, requests: [] });
  });

  it('dropAfter gives no answer and has started', async () => {
    const lab = await startLab();

    const answer = await startWith(lab, { kind: 'dropAfter' });

    expect(answer).toBeNull();
    expect(lab.plan(PORTAL).started).toBe(1);
  });

  it('dropMidBody breaks off in the body and has started', async () => {
    const lab = await startLab();
    lab.simulator.addFault({ kind: 'dropMidBody', match: { action: 'start' } });
    const { id } = lab.plan(PORTAL);

    const response = await fetch(`${lab.simulator.url}/api/failoverPlans/${id}?action=start`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-restsvcsessionid': lab.token },
      body: '{"StartNow":true}',
    });

    expect(response.status).toBe(202);
    await expect(response.text()).rejects.toThrow();
    expect(lab.plan(PORTAL).started).toBe(1);
  });

  it('restart drops the connection and every session, and acts only when told to', async () => {
    const lab = await startLab();

    const answer = await startWith(lab, { kind: 'restart' });

    expect(answer).toBeNull();
    expect(lab.plan(PORTAL).started).toBe(0);
    expect(lab.simulator.truth().logonSessions).toEqual([]);
  });

  it('restart with acted has started', async () => {
    const lab = await startLab();

    await startWith(lab, { kind: 'restart', acted: true });

    expect(lab.plan(PORTAL).started).toBe(1);
  });
});

describe('faults of time', () => {
  it('delay acts and answers after the time', async () => {
    const lab = await startLab();
    const before = lab.clock.waiting;
    const pending = startWith(lab, { kind: 'delay', seconds: 30 });
    while (lab.clock.waiting === before) await nextTurn();
    const early = lab.plan(PORTAL).started;
    lab.clock.advance(30);

    const answer = await pending;

    expect(early).toBe(0);
    expect(answer?.status).toBe(202);
    expect(lab.plan(PORTAL).started).toBe(1);
  });

  it('delayAfter acts at once and answers after the time', async () => {
    const lab = await startLab();
    const pending = startWith(lab, { kind: 'delayAfter', seconds: 30 });
    while (lab.plan(PORTAL).started === 0) await nextTurn();
    lab.clock.advance(30);

    const answer = await pending;

    expect(answer?.status).toBe(202);
  });
});

async function nextTurn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

describe('faults of the status', () => {
  it('status answers with it, its headers and its body, and starts nothing', async () => {
    const lab = await startLab();

    const answer = await startWith(lab, {
      kind: 'status',
      code: 503,
      headers: { 'retry-after': '7' },
      body: 'busy',
    });

    expect(answer).toMatchObject({ status: 503, text: 'busy' });
    expect(answer?.headers.get('retry-after')).toBe('7');
    expect(lab.plan(PORTAL).started).toBe(0);
  });

  it('statusAfter answers with it and has started', async () => {
    const lab = await startLab();

    const answer = await startWith(lab, { kind: 'statusAfter', code: 500 });

    expect(answer?.status).toBe(500);
    expect(answer?.text).toContain('<Error ');
    expect(lab.plan(PORTAL).started).toBe(1);
  });

  it('sessionExpired answers 401 before acting, and the session is gone', async () => {
    const lab = await startLab();

    const answer = await startWith(lab, { kind: 'sessionExpired' });

    expect(answer?.status).toBe(401);
    expect(lab.plan(PORTAL).started).toBe(0);
    expect((await lab.call('/tasks')).status).toBe(401);
  });

  it('sessionExpiredAfter answers as usual, and then the session is gone', async () => {
    const lab = await startLab();

    const answer = await startWith(lab, { kind: 'sessionExpiredAfter' });

    expect(answer?.status).toBe(202);
    expect(lab.plan(PORTAL).started).toBe(1);
    expect((await lab.call('/tasks/task-1')).status).toBe(401);
  });
});

describe('faults of the body', () => {
  it.each([
    [false, 0],
    [true, 1],
  ])('html with acted %j answers 200 with a page and has started %d', async (acted, started) => {
    const lab = await startLab();

    const answer = await startWith(lab, { kind: 'html', acted });

    expect(answer?.status).toBe(200);
    expect(answer?.headers.get('content-type')).toContain('text/html');
    expect(lab.plan(PORTAL).started).toBe(started);
  });

  it('truncated is a complete answer whose body is cut', async () => {
    const lab = await startLab();

    const answer = await startWith(lab, { kind: 'truncated' });

    expect(answer?.status).toBe(202);
    expect(answer?.text.startsWith('<Task ')).toBe(true);
    expect(answer?.text).not.toContain('</Task>');
    expect(lab.plan(PORTAL).started).toBe(1);
  });

  it('malformed is not well-formed', async () => {
    const lab = await startLab();

    const answer = await startWith(lab, { kind: 'malformed' });

    expect(answer?.text).toMatch(/^<Unclosed><Task .*<\/Task>$/);
  });

  it('wrongType is a document of another type', async () => {
    const lab = await startLab();

    const answer = await startWith(lab, { kind: 'wrongType' });

    expect(answer?.status).toBe(202);
    expect(answer?.text).toContain('<Credentials ');
    expect(lab.plan(PORTAL).started).toBe(1);
  });

  it('wrongType as media answers an XML caller in JSON', async () => {
    const lab = await startLab();

    const answer = await startWith(lab, { kind: 'wrongType', as: 'media' });

    expect(answer?.headers.get('content-type')).toContain('application/json');
    expect(JSON.parse(answer?.text ?? '')).toMatchObject({ State: 'Running' });
  });

  it('wrongType as header says text/plain', async () => {
    const lab = await startLab();

    const answer = await startWith(lab, { kind: 'wrongType', as: 'header' });

    expect(answer?.headers.get('content-type')).toBe('text/plain');
    expect(answer?.text).toContain('<Task ');
  });

  it('hugeBody is more than 12 MB', async () => {
    const lab = await startLab();

    const answer = await startWith(lab, { kind: 'hugeBody' });

    expect(answer?.text.length).toBeGreaterThan(12 * 1024 * 1024);
    expect(answer?.text.startsWith('<Task ')).toBe(true);
  });

  it('doctype declares entities and uses one', async () => {
    const lab = await startLab();

    const answer = await startWith(lab, { kind: 'doctype' });

    expect(answer?.text).toMatch(/^<!DOCTYPE Answer \[<!ENTITY /);
    expect(answer?.text).toMatch(/&b;<\/Extra><\/Task>$/);
  });

  it('unknownState puts in a value that nobody knows', async () => {
    const lab = await startLab();

    const answer = await startWith(lab, { kind: 'unknownState' });

    expect(answer?.text).toContain('<State>Hibernating</State>');
  });

  it('unknownState reaches the machines of a session', async () => {
    const lab = await startLab(twoPlans());
    await lab.start(lab.plan('ERP databases'));
    lab.simulator.addFault({ kind: 'unknownState', element: 'Result', value: 'Perhaps' });

    const text = await lab.get('/cloud/failoverSessions?format=Entity');

    expect(text.split('<Result>Perhaps</Result>')).toHaveLength(4);
  });
});
