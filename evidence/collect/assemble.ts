import type { WorkflowBundleOption } from '@temporalio/worker';
import type { EngineBuild } from '../../plan/engine-build.js';
import type { JsonObject } from '../../plan/json.js';
import { toEntries } from '../../report/report-input.js';
import type { Content } from '../container/entry.js';
import { pack, writeContainer } from '../container/write-container.js';
import type { Signer } from '../keys.js';
import { MANIFEST, writeManifest } from '../manifest.js';
import { deriveParts, historyName, text } from '../parts/derive-parts.js';
import { recordParts } from '../parts/record-parts.js';
import { reportParts } from '../parts/report-parts.js';
import { runInputOf } from '../parts/run-facts.js';
import { captureReplay } from '../replay/capture.js';
import type { RunTree } from '../tree.js';
import { READ_ME } from './read-me.js';

export interface EvidenceInput {
  readonly tree: RunTree;
  readonly workflowBundle: WorkflowBundleOption;
  readonly build: EngineBuild;
  /** The configuration that the exporting process has, without secrets. */
  readonly configuration: JsonObject;
  readonly signer: Signer | null;
  readonly now: Date;
}

/**
 * Makes the evidence file of a run of its histories. Records and journals come out of a replay here,
 * so no worker is asked.
 *
 * @throws Error when the workflow code of this version does not fit the histories.
 */
export async function assembleEvidence(input: EvidenceInput): Promise<Buffer> {
  const { tree, now } = input;
  const [run] = tree.histories;
  if (run === undefined) throw new Error('there is no history of the run');
  const captured = await captureReplay(input.workflowBundle, tree.histories);
  const failed = captured.findIndex(({ error }) => error !== null);
  if (failed >= 0) {
    const { workflowId = '' } = tree.histories[failed] ?? {};
    throw new Error(`${workflowId} can't be replayed here: ${captured[failed]?.error ?? ''}`);
  }
  const parts = new Map<string, string>([
    ['readme.txt', READ_ME],
    ['configuration.json', text(input.configuration)],
    ...deriveParts(tree),
    ...recordParts(tree.histories, captured),
    ...tree.histories.map((workflow, index) => [historyName(index), workflow.text] as const),
  ]);
  const record = captured[0]?.record ?? null;
  if (record !== null) {
    const journal = toEntries(
      captured[0]?.happenings.flatMap((one) => (one.kind === 'journal' ? [{ ...one.entry }] : [])),
    );
    const { plan } = runInputOf(run);
    for (const [name, page] of reportParts({ record, journal, plan, now })) parts.set(name, page);
  }
  const contents = [...parts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, content]): Content => {
      const bytes = Buffer.from(content);
      return { entry: pack(name, bytes), bytes };
    });
  const manifest = writeManifest(
    contents,
    {
      run: { id: run.workflowId, temporalRunId: run.runId },
      exportedAt: now.toISOString(),
      exportedBy: input.build,
      publicKey: input.signer?.publicPem ?? null,
    },
    input.signer,
  );
  return writeContainer([
    pack(MANIFEST, Buffer.from(manifest)),
    ...contents.map(({ entry }) => entry),
  ]);
}
