import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { HEAD_BYTES, runOfEvidence } from '../evidence/run-of-evidence.js';
import { errorCode } from '../config/error-code.js';

/** Where the evidence of an execution belongs. */
export interface EvidencePlace {
  readonly file: string;
  /** It is there already. */
  readonly isThere: boolean;
  /** The file that has the run's name, and is not of this run; null: none. */
  readonly inTheWay: string | null;
}

/**
 * RUN.zip; after a reset RUN.EXECUTION.zip, and so it is where another file has the name: Temporal
 * forgets runs, so a later one may have the id of an earlier one.
 *
 * @throws Error when both names are taken by other files.
 */
export async function placeOfEvidence(
  folder: string,
  { workflowId, runId }: { readonly workflowId: string; readonly runId: string },
  isReset: boolean,
): Promise<EvidencePlace> {
  const own = fileIn(folder, `${workflowId}.${runId}`);
  const names = isReset ? [own] : [fileIn(folder, workflowId), own];
  let inTheWay: string | null = null;
  for (const file of names) {
    const found = await executionIn(file);
    if (found === runId) return { file, isThere: true, inTheWay };
    if (found === undefined) return { file, isThere: false, inTheWay };
    inTheWay = file;
  }
  throw new Error(`${own} is there, and is not its evidence`);
}

function fileIn(folder: string, name: string): string {
  return join(folder, `${name.replace(/[^A-Za-z0-9._-]/g, '_')}.zip`);
}

/** The execution that a file is the evidence of; null: none that can be seen; undefined: no file. */
async function executionIn(file: string): Promise<string | null | undefined> {
  try {
    const stats = await stat(file);
    if (!stats.isFile()) return null;
    const handle = await open(file);
    try {
      const head = Buffer.alloc(Math.min(stats.size, HEAD_BYTES));
      const { bytesRead } = await handle.read(head, 0, head.length, 0);
      return runOfEvidence(head.subarray(0, bytesRead))?.temporalRunId ?? null;
    } finally {
      await handle.close();
    }
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT') return undefined;
    if (code === 'EACCES') return null;
    throw error;
  }
}
