import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { runCli } from '../../../cli/run-cli.js';
import { testTemporalAddress } from '../../test-environment.js';
import { fakeIo } from '../fake-io.js';

const RUNBOOK = `apiVersion: drillbook/v1
id: names
steps:
  - id: call
    task: { do: Call somebody }
`;

describe('names that Temporal does not know', () => {
  let cwd: string;

  beforeAll(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'drillbook-names-'));
    await writeFile(join(cwd, 'names.yaml'), RUNBOOK);
  });

  async function drillbook(argv: readonly string[], env: NodeJS.ProcessEnv = {}) {
    const io = fakeIo({ cwd, env: { TEMPORAL_ADDRESS: testTemporalAddress(), ...env } });
    const exitCode = await runCli(argv, io);
    return { exitCode, err: io.err() };
  }

  it.each([
    ['runs'],
    ['targets'],
    ['status', 'names-1'],
    ['run', 'names.yaml', '--mode', 'drill', '--detach'],
    ['abort', 'names-1'],
    ['schedule', 'list'],
  ])('%s names a namespace that is not there: exit code 3', async (...argv) => {
    const { exitCode, err } = await drillbook(argv, { TEMPORAL_NAMESPACE: 'nope' });

    expect(err).toContain('namespace nope is not there');
    expect(err).toContain('temporal.namespace or TEMPORAL_NAMESPACE');
    expect(exitCode).toBe(3);
  });

  it.each([
    ['status', ''],
    ['report', ' ', '--md', '-'],
    ['abort', ''],
    ['undo', ''],
  ])('%s refuses an empty run id: exit code 3', async (...argv) => {
    const { exitCode, err } = await drillbook(argv);

    expect(err).toBe("drillbook: the run's id is empty; drillbook runs lists them\n");
    expect(exitCode).toBe(3);
  });
});
