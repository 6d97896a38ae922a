import net from 'node:net';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { describeError } from '../../cli/describe-error.js';
import { loadConfig } from '../../config/load-config.js';
import { startWorker } from '../../worker/start-worker.js';
import { testTemporalAddress, testWorkflowBundle } from '../test-environment.js';

describe('a worker whose port is in use', () => {
  const busy = net.createServer();
  let port: number;

  beforeAll(async () => {
    await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve));
    ({ port } = busy.address() as net.AddressInfo);
  });
  afterAll(() => {
    busy.close();
  });

  async function failure(ports: { healthPort?: number; metricsPort?: number }): Promise<unknown> {
    const env = { TEMPORAL_ADDRESS: testTemporalAddress() };
    const { config } = await loadConfig({ file: null, env, cwd: tmpdir() });
    const starting = startWorker({
      config: { ...config, worker: { ...config.worker, ...ports } },
      ...{ env, logger: pino({ level: 'silent' }), workflowBundlePath: testWorkflowBundle() },
    });
    return await starting.catch((error: unknown) => error);
  }

  it('names the metrics port: exit code 3', async () => {
    const { exitCode, text } = describeError(await failure({ metricsPort: port }), {});

    expect(exitCode).toBe(3);
    expect(text).toContain(
      `the worker's metrics port ${port} (worker.metricsPort) can't be opened`,
    );
  });

  it('names the health port: exit code 3', async () => {
    const report = describeError(await failure({ healthPort: port }), {});

    expect(report).toEqual({
      exitCode: 3,
      text: `the worker's health port ${port} is in use; choose another (worker.healthPort)`,
    });
  });
});
