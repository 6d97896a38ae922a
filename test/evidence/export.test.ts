import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readContainer, unpack } from '../../evidence/container/read-container.js';
import { createKeys } from '../../evidence/keys.js';
import { replayEvidence } from '../../evidence/replay/replay-evidence.js';
import { sha256 } from '../../plan/canonical.js';
import { verifyEvidence } from '../../evidence/verify/verify-evidence.js';
import { makeEvidence } from '../../worker/make-evidence.js';
import { testWorkflowBundle } from '../test-environment.js';
import { type Lab, openLab, scenario, startedRun } from '../workflows/lab.js';
import { child, failover, planOf, wait } from '../workflows/plans.js';
import { resetToTimer } from '../workflows/reset-to.js';
import { forge } from './stored-evidence.js';

const keys = createKeys();
let lab: Lab;
let file: Buffer;
let path: string;

beforeAll(async () => {
  lab = await openLab(scenario(), {
    evidenceKey: 'EVIDENCE_KEY',
    env: { EVIDENCE_KEY: keys.privatePem },
  });
  const source = 'apiVersion: drillbook/v1 # and so on';
  const inner = planOf('drill', [failover('databases', 'test')]);
  const run = await lab.start(
    planOf('drill', [failover('portal', 'start'), child('site_b', inner)]),
    {
      runbookSource: source,
      runbookHash: sha256(source),
    },
  );
  await run.ended();
  path = join(lab.config.evidence.folder ?? '', `${run.id}.zip`);
  file = await untilThere(path);
});

afterAll(async () => {
  await lab.close();
});

async function untilThere(name: string): Promise<Buffer> {
  for (;;) {
    try {
      return await readFile(name);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

describe('the evidence that a worker keeps of a run', () => {
  it('is good, and what the workflow code does', async () => {
    const { verdict, tree, contents } = verifyEvidence(file, keys.publicPem);
    expect(verdict).toMatchObject({ isGood: true, problems: [], gaps: [], reports: 'same' });
    if (tree === null) throw new Error('the histories can not be read');

    const { differences } = await replayEvidence(
      { codePath: testWorkflowBundle() },
      tree,
      contents,
    );

    expect(differences).toEqual([]);
    const types = tree.histories.map(({ type }) => type);
    expect(types.filter((type) => type === 'runPlan')).toHaveLength(2);
    expect(types).toEqual(expect.arrayContaining(['holdTarget', 'failedOver']));
  });

  it('has reports that are told from those of a forger', () => {
    const forged = forge(file, { 'report.html': '<script>alert(1)</script>' });

    expect(verifyEvidence(forged, null).verdict).toMatchObject({ isGood: true, reports: 'others' });
  });

  it('can be read by its owner alone, and is the same when it is exported', async () => {
    const { mode } = await stat(path);
    expect(mode & 0o777).toBe(0o600);

    const again = await makeEvidence({
      client: lab.client,
      config: lab.config,
      env: { EVIDENCE_KEY: keys.privatePem },
      runId: verifyEvidence(file, null).tree?.histories[0]?.workflowId ?? '',
      now: new Date(),
      workflowBundlePath: testWorkflowBundle(),
    });

    const contents = (bytes: Buffer) =>
      readContainer(bytes)
        .slice(1)
        .filter(({ name }) => !name.startsWith('report.'))
        .map((entry) => [entry.name, unpack(entry).toString()]);
    expect(contents(again.file)).toEqual(contents(file));
    expect(again.warnings).toEqual([]);
  });
});

describe('the evidence of a run that was reset', () => {
  it('is another file, good, and what the workflow code does', async () => {
    const run = await lab.start(
      planOf('live', [wait('first', '3s'), failover('databases', 'start', { needs: ['first'] })]),
    );
    await run.until(({ steps }) => steps[0]?.status === 'running');
    await resetToTimer(lab, run.id);
    const again = startedRun(lab.client.workflow.getHandle(run.id));
    await again.until(({ waitingFor }) => waitingFor.length > 0);
    await again.steer('resolve', { choice: 'resend' });
    await again.ended();
    const { runId } = await again.handle.describe();

    const kept = await untilThere(join(lab.config.evidence.folder ?? '', `${run.id}.${runId}.zip`));
    const { verdict, tree, contents } = verifyEvidence(kept, keys.publicPem);
    // A test's run has no runbook: its hash is none.
    expect(verdict.problems.map(({ entry }) => entry)).toEqual(['runbook/runbook.yaml']);
    if (tree === null) throw new Error('the histories can not be read');
    const { differences } = await replayEvidence(
      { codePath: testWorkflowBundle() },
      tree,
      contents,
    );

    expect(differences).toEqual([]);
  });
});

describe('the evidence of a run that was terminated', () => {
  it('is good, with what the run had published', async () => {
    const source = 'apiVersion: drillbook/v1';
    const run = await lab.start(planOf('live', [wait('long', '1h')]), {
      runbookSource: source,
      runbookHash: sha256(source),
    });
    await run.until(({ steps }) => steps[0]?.status === 'running');
    await run.handle.terminate('by hand');

    const kept = await untilThere(join(lab.config.evidence.folder ?? '', `${run.id}.zip`));
    const { verdict, contents } = verifyEvidence(kept, keys.publicPem);
    const record = JSON.parse(contents.get('record.json')?.bytes.toString() ?? '') as unknown;

    expect(verdict.problems).toEqual([]);
    expect(verdict.gaps).toHaveLength(1);
    expect(record).toMatchObject({ partial: true, run: { state: 'finished', outcome: null } });
  });
});
