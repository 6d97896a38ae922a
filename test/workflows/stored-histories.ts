import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

/** Where each version's histories are, in a folder of its own. */
export const HISTORIES = fileURLToPath(new URL('histories', import.meta.url));

/** A workflow's history as its file has it. */
interface Filed {
  readonly workflowId: string;
  readonly history: { events: Record<string, unknown>[] };
}

export interface StoredHistory extends Filed {
  /** Which story it tells, of which version, and of which workflow where there are several. */
  readonly title: string;
  readonly story: string;
  readonly runId: string;
  readonly type: string;
}

/** All histories that were ever stored. */
export function storedHistories(): readonly StoredHistory[] {
  return readdirSync(HISTORIES).flatMap((version) =>
    readdirSync(join(HISTORIES, version)).flatMap((name) => read(version, name)),
  );
}

/** A file has one history, or those of a run and of all that it started. */
function read(version: string, name: string): readonly StoredHistory[] {
  const bytes = readFileSync(join(HISTORIES, version, name));
  const text = name.endsWith('.gz') ? gunzipSync(bytes) : bytes;
  const file = JSON.parse(text.toString('utf8')) as Filed | readonly Filed[];
  const story = name.replace(/\.json(\.gz)?$/, '');
  return [file].flat().map((one, index) => ({
    ...one,
    ...startOf(one),
    title: `${version} ${story}${index === 0 ? '' : `, ${index} ${one.workflowId}`}`,
    story,
  }));
}

function startOf({ history }: Filed): Pick<StoredHistory, 'runId' | 'type'> {
  const started = history.events[0]?.['workflowExecutionStartedEventAttributes'] as {
    readonly originalExecutionRunId: string;
    readonly workflowType: { readonly name: string };
  };
  return { runId: started.originalExecutionRunId, type: started.workflowType.name };
}
