import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow/lib/errors.js';
import { testWorkflowBundle } from '../test-environment.js';
import { PASSWORD } from './lab.js';
import { stories } from './stories.js';

/** A run must never be stranded by a change of code: what older engines recorded still replays. */
const folder = fileURLToPath(new URL('histories', import.meta.url));
const versions = readdirSync(folder);
const files = versions.flatMap((version) =>
  readdirSync(join(folder, version)).map((name) => join(version, name)),
);

interface Recorded {
  readonly workflowId: string;
  readonly history: { events: Record<string, unknown>[] };
}

function read(file: string): Recorded {
  return JSON.parse(readFileSync(join(folder, file), 'utf8')) as Recorded;
}

describe('replay of stored histories', () => {
  it.each(files)('%s', async (file) => {
    const { workflowId, history } = read(file);
    // A closing event last: a history whose end was cut off would replay as well.
    expect(String(history.events.at(-1)?.['eventType'])).toMatch(/COMPLETED|FAILED/);

    await Worker.runReplayHistory(
      { workflowBundle: { codePath: testWorkflowBundle() } },
      historyFromJSON(history),
      workflowId,
    );
  });

  it('has a history of each story', () => {
    const recorded = new Set(files.map((file) => file.replace(/^.*\//, '').replace('.json', '')));

    expect(stories.map(({ name }) => name).filter((name) => !recorded.has(name))).toEqual([]);
  });

  it('notices a history that this code would not have made', async () => {
    const { workflowId, history } = read(files[0] ?? '');
    const scheduled = history.events.find(
      (event) => event['activityTaskScheduledEventAttributes'] !== undefined,
    );
    const attributes = scheduled?.['activityTaskScheduledEventAttributes'] as {
      activityType: { name: string };
    };
    attributes.activityType.name = 'somethingElse';

    await expect(
      Worker.runReplayHistory(
        { workflowBundle: { codePath: testWorkflowBundle() } },
        historyFromJSON(history),
        workflowId,
      ),
    ).rejects.toThrow(DeterminismViolationError);
  });

  it('holds no password in any payload', () => {
    const leaking = files.filter((file) => payloads(read(file).history).includes(PASSWORD));

    expect(leaking).toEqual([]);
  });
});

/** The texts of all payloads of a history, decoded. */
function payloads(history: unknown): string {
  const found: string[] = [];
  JSON.stringify(history, (key, value: unknown) => {
    if (key === 'data' && typeof value === 'string') {
      found.push(Buffer.from(value, 'base64').toString('utf8'));
    }
    return value;
  });
  if (found.length === 0) throw new Error('the history has no payloads: the test looks at nothing');
  return found.join('\n');
}
