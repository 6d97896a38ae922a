import { describe, expect, it } from '@jest/globals';

import { logOn, startLab, textIn, twoPlans } from '../lab.js';

describe('a task', () => {
  it('is Running, then OperationFinished, then Finished', async () => {
    const lab = await startLab();
    await lab.start(lab.plan('ERP portal'));
    const states: (string | null)[] = [];

    for (const seconds of [0, 2, 1]) {
      lab.clock.advance(seconds);
      states.push(textIn(await lab.get('/tasks/task-1'), 'State'));
    }

    expect(states).toEqual(['Running', 'OperationFinished', 'Finished']);
  });

  it('says Success before it is Finished, without a link', async () => {
    const lab = await startLab();
    await lab.start(lab.plan('ERP databases'));
    lab.clock.advance(2);

    const text = await lab.get('/tasks/task-1');

    expect(text).toContain('<Result Success="true"><Message>OperationFinished</Message>');
    expect(text).not.toContain('Rel="Related"');
  });

  it('has the operation of a start when it is a test', async () => {
    const lab = await startLab();

    const answer = await lab.act(lab.plan('ERP databases'), 'test');

    expect(textIn(answer.text, 'Operation')).toBe('StartCloudFailoverPlan');
  });

  it('is not there for another logon session: 500 in the words of the server', async () => {
    const lab = await startLab();
    await lab.start(lab.plan('ERP portal'));
    const token = await logOn(lab.simulator, 'dr', 'drill');

    const answer = await lab.call('/tasks/task-1', { token });

    expect(answer.status).toBe(500);
    expect(answer.text).toContain(
      'There is no backup task with id [task-1] in current rest session',
    );
  });

  it('is not in the list of another logon session', async () => {
    const lab = await startLab();
    await lab.start(lab.plan('ERP portal'));
    const token = await logOn(lab.simulator, 'dr', 'drill');

    const answer = await lab.call('/tasks', { token });

    expect(answer.text).not.toContain('<Task ');
  });

  it('is gone after DELETE, while its job goes on', async () => {
    const lab = await startLab();
    await lab.start(lab.plan('ERP portal'));

    const deleted = await lab.call('/tasks/task-1', { method: 'DELETE' });

    lab.clock.advance(60);
    expect(deleted.status).toBe(204);
    expect((await lab.call('/tasks/task-1')).status).toBe(500);
    expect(lab.plan('ERP portal').state).toBe('failedOver');
  });

  it('is numbered over all sessions', async () => {
    const lab = await startLab();
    await lab.start(lab.plan('ERP portal'));
    const token = await logOn(lab.simulator, 'dr', 'drill');

    const path = `/cloud/cloudFailoverPlans/${lab.plan('ERP databases').id}?action=test`;
    const answer = await lab.call(path, { method: 'POST', token });

    expect(textIn(answer.text, 'TaskId')).toBe('task-2');
  });

  it('is numbered per session when the switch says so', async () => {
    const lab = await startLab(twoPlans('switches: { taskNumbers: perSession }'));
    await lab.start(lab.plan('ERP portal'));
    const token = await logOn(lab.simulator, 'dr', 'drill');

    const path = `/cloud/cloudFailoverPlans/${lab.plan('ERP databases').id}?action=test`;
    const answer = await lab.call(path, { method: 'POST', token });

    expect(textIn(answer.text, 'TaskId')).toBe('task-1');
  });

  it('links to its session only when the lag is over', async () => {
    const lab = await startLab(twoPlans('server: { lag: 10s }'));
    await lab.start(lab.plan('ERP databases'));
    lab.clock.advance(5);
    const early = await lab.get('/tasks/task-1');
    lab.clock.advance(5);

    const late = await lab.get('/tasks/task-1');

    expect(early).not.toContain('Rel="Related"');
    expect(late).toContain('Rel="Related"');
  });

  it('may link to a session that is not there yet when the switch says so', async () => {
    const lab = await startLab(
      twoPlans('server: { lag: 10s }\nswitches: { linkBeforeSession: true }'),
    );
    await lab.start(lab.plan('ERP databases'));
    lab.clock.advance(5);
    const text = await lab.get('/tasks/task-1');
    const path = /(\/cloud\/failoverSessions\/[0-9a-f-]+)/.exec(text)?.[1] ?? '';

    const answer = await lab.call(path);

    expect(answer.status).toBe(404);
  });
});
