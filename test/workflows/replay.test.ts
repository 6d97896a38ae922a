import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow/lib/errors.js';
import { testWorkflowBundle } from '../test-environment.js';
import { KEY } from './console.js';
import { PASSWORD } from './lab.js';
import { stories } from './stories.js';
import { storedHistories, type StoredHistory } from './stored-histories.js';

/** A run must never be stranded by a change of code: what older engines recorded still replays. */
const stored = storedHistories();

/** Marks stay until an undo or a release: they outlive their run. */
const MARKS: readonly string[] = ['failedOver', 'failedOverReplicas'];

describe('replay of stored histories', () => {
  const errors = new Map<string, Error | undefined>();

  beforeAll(async () => {
    const results = Worker.runReplayHistories(
      { workflowBundle: { codePath: testWorkflowBundle() } },
      stored.map(({ workflowId, history }) => ({ workflowId, history: historyFromJSON(history) })),
    );
    for await (const { runId, error } of results) errors.set(runId, error);
  });

  it.each(stored.map((one) => [one.title, one] as const))('%s', (_title, one) => {
    // A closing event last: a history whose end was cut off would replay as well.
    const last = MARKS.includes(one.type) ? /./ : /COMPLETED|FAILED/;
    expect(String(one.history.events.at(-1)?.['eventType'])).toMatch(last);
    expect(errors.has(one.runId)).toBe(true);
    expect(errors.get(one.runId)).toBeUndefined();
  });

  it('has a history of each story', () => {
    const recorded = new Set(stored.map(({ story }) => story));

    expect(stories.map(({ name }) => name).filter((name) => !recorded.has(name))).toEqual([]);
  });

  it('has a history of each runbook that ships', () => {
    const shipped = readdirSync(fileURLToPath(new URL('../../runbooks', import.meta.url)))
      .filter((name) => name.endsWith('.yaml') && !name.endsWith('.test.yaml'))
      .map((name) => name.replace('.yaml', ''));

    expect(shipped.filter((name) => !stored.some(({ story }) => story.startsWith(name)))).toEqual(
      [],
    );
  });

  it('notices a history that this code would not have made', async () => {
    const { workflowId, history } = structuredClone(
      stored.find(({ type }) => type === 'runPlan') as StoredHistory,
    );
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

  it('holds no password and no key in any payload', () => {
    const leaking = stored.filter(({ history }) => {
      const texts = payloads(history);
      return texts.includes(PASSWORD) || texts.includes(KEY);
    });

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
