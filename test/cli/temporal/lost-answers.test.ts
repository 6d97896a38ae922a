import { randomUUID } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { compileRunbook } from '../../../cli/compile-runbook.js';
import { describeError } from '../../../cli/describe-error.js';
import { runCli } from '../../../cli/run-cli.js';
import { startRun } from '../../../cli/start-run.js';
import { connect } from '../../../cli/temporal/open-session.js';
import type { TemporalSession } from '../../../cli/temporal/temporal-session.js';
import { loadConfig } from '../../../config/load-config.js';
import { testTemporalAddress } from '../../test-environment.js';
import { until } from '../../e2e/until.js';
import { person } from '../../workflows/plans.js';
import { fakeIo } from '../fake-io.js';
import { startStallingProxy, type StallingProxy } from './stalling-proxy.js';

const RUNBOOK = `apiVersion: drillbook/v1
id: lost
steps:
  - id: call
    task: { do: Call somebody }
`;

describe('a Temporal whose answers are lost', () => {
  let folder: string;
  let proxy: StallingProxy;
  let session: TemporalSession;
  let client: Client;
  const runId = () => `lost-${randomUUID()}`;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drillbook-lost-'));
    await writeFile(join(folder, 'lost.yaml'), RUNBOOK);
    client = new Client({
      connection: await Connection.connect({ address: testTemporalAddress() }),
    });
  });
  beforeEach(async () => {
    proxy = await startStallingProxy(testTemporalAddress());
    const env = { TEMPORAL_ADDRESS: proxy.address };
    const { config } = await loadConfig({ file: null, env, cwd: folder });
    session = await connect(config, { env, cwd: folder }, 1000);
  });
  afterEach(async () => {
    await session.close();
    await proxy.close();
  });
  afterAll(async () => {
    await client.connection.close();
  });

  it('says that a run may have started, and by which id to look: exit code 3', async () => {
    const id = runId();
    const io = fakeIo({ cwd: folder });
    const runbook = await compileRunbook('lost.yaml', 'drill', io);
    proxy.stall();

    const error: unknown = await startRun(session, {
      ...{ runId: id, runbook, inputs: {}, person, reason: '', declaredAt: null },
      ...{ wait: false, preempt: false, now: new Date() },
    }).catch((thrown: unknown) => thrown);
    const { exitCode, text } = describeError(error, {});

    expect(exitCode).toBe(3);
    expect(text).toContain(`it may have started. Look: drillbook status ${id}`);
    expect(text).toContain("don't start another before you have looked");
    // It has.
    const handle = client.workflow.getHandle(id);
    await until('the run is there', () => handle.describe().catch(() => null));
    await handle.terminate();
  });

  it('is not waited for longer than a call may take', async () => {
    proxy.stall();
    const begun = Date.now();

    const error: unknown = await session.client.workflow.count().catch((thrown: unknown) => thrown);

    expect(Date.now() - begun).toBeLessThan(5000);
    expect(describeError(error, {})).toMatchObject({ exitCode: 3 });
    expect(describeError(error, {}).text).toContain('Temporal did not answer in time');
  });

  it('is foreseen by run, which tells the id on stderr before the start', async () => {
    const id = runId();
    const env = { TEMPORAL_ADDRESS: testTemporalAddress() };
    const argv = ['run', 'lost.yaml', '--mode', 'drill', '--id', id, '--detach', '--json'];
    const first = fakeIo({ cwd: folder, env });
    const second = fakeIo({ cwd: folder, env });

    await runCli(argv, first);
    const exitCode = await runCli(argv, second);
    await client.workflow.getHandle(id).terminate();

    expect(JSON.parse(first.out())).toEqual({ run: { id } });
    expect(exitCode).toBe(3);
    expect(second.err()).toMatch(new RegExp(`^run ${id}\ndrillbook: run id ${id} exists already`));
  });
});
