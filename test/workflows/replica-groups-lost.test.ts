import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { GroupResult } from '../../workflows/replicas/group.js';
import { startedRun, type Started } from './lab.js';
import { wait } from './plans.js';
import {
  machines,
  openReplicaLab,
  replicas,
  replicaScenario,
  resultsOf,
  type ReplicaLab,
} from './replica-lab.js';

/** One more than a group holds: two groups. */
const names = Array.from({ length: 251 }, (_, index) => `m${index}`);

describe('a group of replicas whose workflow is ended from outside', () => {
  let lab: ReplicaLab;
  afterEach(async () => {
    await lab.close();
  });

  const begin = async (takes: string): Promise<Started> => {
    lab = await openReplicaLab(replicaScenario(machines(names, `takes: ${takes}`)));
    const run = await lab.start(
      lab.live([lab.target(names)], [replicas({ concurrency: 3, timeoutSeconds: 40 })]),
    );
    await run.until(() => lab.simulator.truth().replicaSessions.length === 3);
    return run;
  };
  const group = (run: Started, number: number) =>
    lab.client.workflow.getHandle(`${run.id}/web/1/group-${number}`);
  const started = () => lab.simulator.truth().replicaSessions.length;

  it('leaves what it started to a person, and what it did not start certainly not started', async () => {
    const run = await begin('1h');

    await group(run, 1).terminate('a test');
    const paused = await run.until(({ waitingFor }) => waitingFor.length > 0);
    await run.steer('abort');
    await run.ended();

    const results = Object.values(resultsOf(paused));
    expect(results.slice(0, 3)).toEqual(['unknown', 'unknown', 'unknown']);
    expect(results.slice(3, 250).every((result) => result === 'cancelled')).toBe(true);
    expect(paused.waitingFor).toMatchObject([{ kind: 'unknown' }]);
    // The second group had its one machine to start, in a place that became free.
    expect(lab.simulator.truth().replicas.every((replica) => replica.started <= 1)).toBe(true);
  });

  it('starts nothing more when its run is terminated, and keeps what becomes of its machines', async () => {
    const run = await begin('3m');

    await run.handle.terminate('a test');
    const { replicas: kept } = (await group(run, 1).result()) as GroupResult;

    const succeeded = kept.filter(({ result }) => result === 'succeeded');
    expect(succeeded.length).toBe(started());
    expect(started()).toBeLessThan(10);
    expect(kept.filter(({ result }) => result === 'cancelled').length).toBe(250 - started());
  });
});

describe('a run of replicas that was reset', () => {
  it('asks once before it sends what it has not sent yet', async () => {
    const three = names.slice(0, 3);
    const lab = await openReplicaLab(replicaScenario(machines(three)));
    const run = await lab.start(
      lab.live([lab.target(three)], [wait('first', '3s'), replicas({ needs: ['first'] })]),
    );
    await run.until(({ steps }) => steps[0]?.status === 'running');
    await resetToTimer(lab, run.id);
    const again = startedRun(lab.client.workflow.getHandle(run.id));

    const waiting = await again.until(({ waitingFor }) => waitingFor.length > 0);
    const sentBefore = lab.simulator.truth().replicaSessions.length;
    await again.steer('resolve', { choice: 'resend' });
    const record = await again.ended();

    expect(waiting.waitingFor).toMatchObject([{ step: 'web', choices: ['resend', 'skip'] }]);
    expect(sentBefore).toBe(0);
    expect(record.run.outcome).toBe('succeeded');
    expect(record.interventions.length).toBe(1);
    expect(three.map((name) => lab.replica(name).started)).toEqual([1, 1, 1]);
    await lab.close();
  });
});

/** Resets a run to the workflow task that started its first timer. */
async function resetToTimer(lab: ReplicaLab, workflowId: string): Promise<void> {
  const handle = lab.client.workflow.getHandle(workflowId);
  const { events } = await handle.fetchHistory();
  const timer = events?.find(
    ({ timerStartedEventAttributes: started }) => (started ?? null) !== null,
  );
  const task = timer?.timerStartedEventAttributes?.workflowTaskCompletedEventId;
  if (task === null || task === undefined) throw new Error('no timer in the history');
  const { runId } = await handle.describe();
  await lab.client.workflowService.resetWorkflowExecution({
    namespace: 'default',
    workflowExecution: { workflowId, runId },
    reason: 'a test',
    workflowTaskFinishEventId: task,
    requestId: randomUUID(),
  });
}
