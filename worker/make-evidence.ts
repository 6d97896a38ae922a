import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Client } from '@temporalio/client';
import type { Config } from '../config/config.js';
import { ConfigError } from '../config/config-error.js';
import { describeConfig } from '../config/describe-config.js';
import { resolveSecret } from '../config/resolve-secret.js';
import { assembleEvidence } from '../evidence/collect/assemble.js';
import { fetchTree } from '../evidence/collect/fetch-tree.js';
import { type Signer, signerOf } from '../evidence/keys.js';
import { isClosed } from '../evidence/replay/judge-replay.js';
import { eventsOf, type RunTree } from '../evidence/tree.js';
import { GROUP_WORKFLOW, RUN_WORKFLOW } from '../plan/workflow-names.js';
import { engineBuild } from './engine-build.js';
import { workflowCode } from './workflow-code.js';

export interface EvidenceRequest {
  readonly client: Client;
  readonly config: Config;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly runId: string;
  readonly now: Date;
  /** Only when nothing of the run is still going on, not its child runs either. */
  readonly onlyWhole?: boolean;
  readonly workflowBundlePath?: string;
}

/** An evidence file, and what to tell of it. */
export interface Evidence {
  readonly file: Buffer;
  /** null: it is not signed. */
  readonly keyId: string | null;
  readonly histories: number;
  readonly warnings: readonly string[];
}

/**
 * Makes the evidence of a run that is over, from what Temporal keeps of it. null: with `onlyWhole`, it
 * is too early.
 *
 * @throws ConfigError when the key that is to sign can't be used.
 */
export async function makeEvidence(
  request: EvidenceRequest & { onlyWhole?: false },
): Promise<Evidence>;
export async function makeEvidence(request: EvidenceRequest): Promise<Evidence | null>;
export async function makeEvidence(request: EvidenceRequest): Promise<Evidence | null> {
  const { client, config, runId, workflowBundlePath } = request;
  // Before the work: a key that can't be used must not be found out at its end.
  const { signer, warnings } = await readSigner(request);
  const { runId: temporalRunId } = await client.workflow.getHandle(runId).describe();
  const tree = await fetchTree(client, {
    workflowId: runId,
    runId: temporalRunId,
    type: RUN_WORKFLOW,
    parent: null,
  });
  if (request.onlyWhole === true && !isWhole(tree)) return null;
  const { workflowBundle } = await workflowCode(workflowBundlePath);
  const file = await assembleEvidence({
    tree,
    workflowBundle,
    build: await engineBuild(workflowBundlePath),
    configuration: describeConfig(config),
    signer,
    now: request.now,
  });
  const gone = tree.missing.map(({ workflowId, why }) => `not in it: ${workflowId} (${why})`);
  return {
    file,
    keyId: signer?.keyId ?? null,
    histories: tree.histories.length,
    warnings: [...warnings, ...gone],
  };
}

/** A mark outlasts its run, and groups and child runs may outlast one that was terminated. */
function isWhole({ histories }: RunTree): boolean {
  return histories.every(
    (one) => ![RUN_WORKFLOW, GROUP_WORKFLOW].includes(one.type) || isClosed(eventsOf(one)),
  );
}

async function readSigner({ config, env }: Pick<EvidenceRequest, 'config' | 'env'>): Promise<{
  readonly signer: Signer | null;
  readonly warnings: readonly string[];
}> {
  const { key } = config.evidence;
  if (key === null) {
    const how = 'make a key with `drillbook keys create`, and name it in evidence.key';
    return { signer: null, warnings: [`it is not signed: anybody could have made it; ${how}`] };
  }
  const pem = await resolveSecret(key, { env, folder: config.folder });
  try {
    return { signer: signerOf(pem), warnings: await openToOthers(config) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError([{ place: null, message: `the key can't sign: ${why} (${key.where})` }]);
  }
}

/** A key that others can read proves nothing. */
async function openToOthers({ evidence: { key }, folder }: Config): Promise<readonly string[]> {
  if (key?.kind !== 'file') return [];
  const path = resolve(folder, key.path);
  const { mode } = await stat(path);
  if ((mode & 0o077) === 0) return [];
  return [`others can read the key ${path}: chmod 600 ${path}`];
}
