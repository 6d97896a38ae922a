import { randomUUID } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import { runCli } from '../../../cli/run-cli.js';
import { REPLICA_MARK_WORKFLOW, replicasKey } from '../../../plan/replica-mark.js';
import {
  HOLD_WORKFLOW,
  holdWorkflowId,
  MARK_WORKFLOW,
  markWorkflowId,
} from '../../../plan/workflow-names.js';
import { openLab, scenario, type Lab } from '../../workflows/lab.js';
import { planOf, task } from '../../workflows/plans.js';
import { until } from '../../e2e/until.js';
import { fakeIo } from '../fake-io.js';

/** No worker serves it: what is started there stays as it is. */
const NOBODY = 'nobody-serves-this';

describe('a hold or a mark that changes while the person is asked', () => {
  let lab: Lab;
  let cwd: string;

  beforeAll(async () => {
    lab = await openLab(scenario());
    cwd = await mkdtemp(join(tmpdir(), 'drillbook-unlock-'));
    const { address, taskQueue } = lab.config.temporal;
    const text = `temporal: { address: '${address}', taskQueue: ${taskQueue} }\n`;
    await writeFile(join(cwd, 'temporal.config.yaml'), text);
  });
  afterAll(async () => {
    await lab.close();
  });

  /** Runs a command at a terminal; `meanwhile` happens before the person types the word. */
  async function asked(argv: readonly string[], word: string, meanwhile: () => Promise<unknown>) {
    const io = fakeIo({ cwd, terminal: true });
    const ask = async () => {
      await meanwhile();
      return word;
    };
    const exitCode = await runCli(argv, { ...io, ask });
    return { exitCode, out: io.out(), err: io.err() };
  }

  async function begin(
    type: string,
    workflowId: string,
    memo: Record<string, unknown>,
  ): Promise<WorkflowHandle> {
    const handle = await lab.client.workflow.start(type, {
      ...{ workflowId, taskQueue: NOBODY, memo, args: [memo] },
    });
    await until(`${workflowId} is listed`, async () => {
      const query = `WorkflowId="${workflowId}" AND ExecutionStatus="Running"`;
      return (await lab.client.workflow.count(query)).count > 0;
    });
    // Pinned: another execution may come under the same id.
    const { runId } = await handle.describe();
    return lab.client.workflow.getHandle(workflowId, runId);
  }

  const memoOf = (runId: string, name: string) => ({
    ...{ runId, name, runbook: 'erp', mode: 'live', connection: 'em' },
    ...{ since: '2026-11-21T02:00:00.000Z', session: null, machines: [] },
  });

  async function statusOf(handle: WorkflowHandle): Promise<string> {
    return (await handle.describe()).status.name;
  }

  it('does not unlock a target whose run a worker serves again', async () => {
    const key = randomUUID();
    const run = await lab.start(planOf('live', [task('call')]));
    await run.until(({ waitingFor }) => waitingFor.length > 0);
    const hold = await begin(HOLD_WORKFLOW, holdWorkflowId(key), memoOf(run.id, key));
    await lab.worker.stop();

    const done = await asked(['unlock', key, '--reason', 'x'], key, () => lab.startWorker());

    expect(done).toMatchObject({ exitCode: 1, out: '' });
    expect(done.err).toContain('and a worker serves that run');
    expect(await statusOf(hold)).toBe('RUNNING');
    await hold.terminate();
    await run.steer('abort');
  });

  it('says of a hold that has ended meanwhile that it is not held any more', async () => {
    const key = randomUUID();
    const hold = await begin(HOLD_WORKFLOW, holdWorkflowId(key), memoOf('gone-1', key));

    const done = await asked(['unlock', key, '--reason', 'x'], key, () => hold.terminate());

    expect(done).toMatchObject({ exitCode: 1, out: '' });
    expect(done.err).toContain(`em/${key} is not held any more`);
  });

  it('leaves the hold alone that a later run has taken meanwhile', async () => {
    const key = randomUUID();
    const first = await begin(HOLD_WORKFLOW, holdWorkflowId(key), memoOf('gone-1', key));
    let second: WorkflowHandle | undefined;

    const done = await asked(['unlock', key, '--reason', 'x'], key, async () => {
      await first.terminate();
      second = await begin(HOLD_WORKFLOW, holdWorkflowId(key), memoOf('later-1', key));
    });

    expect(done.exitCode).toBe(1);
    expect(second && (await statusOf(second))).toBe('RUNNING');
    await second?.terminate();
  });

  it('unlocks what nobody serves, also after the question', async () => {
    const key = randomUUID();
    const hold = await begin(HOLD_WORKFLOW, holdWorkflowId(key), memoOf('gone-1', key));

    const done = await asked(['unlock', key, '--reason', 'x'], key, () => Promise.resolve());

    expect(done).toMatchObject({ exitCode: 0, out: `em/${key} is free\n` });
    expect(await statusOf(hold)).toBe('TERMINATED');
  });

  it('says of a mark that is gone meanwhile that nothing was released', async () => {
    const key = randomUUID();
    const mark = await begin(MARK_WORKFLOW, markWorkflowId(key), memoOf('old-1', key));

    const done = await asked(['release', key, '--reason', 'x'], key, () => mark.terminate());

    expect(done).toMatchObject({ exitCode: 1, out: '' });
    expect(done.err).toContain(`em/${key} is not marked as failed over any more`);
  });

  it('leaves the mark alone that a later run has made meanwhile', async () => {
    const key = randomUUID();
    const first = await begin(MARK_WORKFLOW, markWorkflowId(key), memoOf('old-1', key));
    let second: WorkflowHandle | undefined;

    const done = await asked(['release', key, '--reason', 'x'], key, async () => {
      await first.terminate();
      second = await begin(MARK_WORKFLOW, markWorkflowId(key), memoOf('later-1', key));
    });

    expect(done.exitCode).toBe(1);
    expect(second && (await statusOf(second))).toBe('RUNNING');
    await second?.terminate();
  });

  it('does not release replicas that a run has failed over after the question', async () => {
    const connection = `em-${randomUUID()}`;
    const id = markWorkflowId(replicasKey(connection));
    const entry = { runId: 'old-1', runbook: 'erp', mode: 'live', since: 'x', machines: ['web01'] };
    const mark = await begin(REPLICA_MARK_WORKFLOW, id, { connection, entries: [entry] });
    const machine = `${connection}/replicas/web01`;
    const argv = ['release', machine, '--reason', 'x'];
    let later: WorkflowHandle | undefined;

    const done = await asked(argv, 'web01', async () => {
      await mark.terminate();
      const entries = [{ ...entry, runId: 'later-1' }];
      later = await begin(REPLICA_MARK_WORKFLOW, id, { connection, entries });
    });

    expect(done.exitCode).toBe(1);
    expect(done.err).toContain('nothing was released');
    expect(later && (await later.fetchHistory()).events).toHaveLength(2);
    await later?.terminate();
  });
});
