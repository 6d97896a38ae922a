import { beforeAll, describe, expect, it } from '@jest/globals';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { captureReplay, type ReplayedHistory } from '../../evidence/replay/capture.js';
import { judgeReplay } from '../../evidence/replay/judge-replay.js';
import { testWorkflowBundle } from '../test-environment.js';
import { storedHistories, type StoredHistory } from '../workflows/stored-histories.js';

/**
 * Every argument, limit and result of the stored histories, not only the order of the commands. A
 * change that alters one for old runs is named here with its reason, or taken back.
 */
const ALTERED: Readonly<Record<string, string>> = {
  'aborted-with-its-child': 'children got the memo that `runs` lists',
  'parent-of-a-child-that-asks': 'children got the memo that `runs` lists',
  'left-out-retried-and-unclear-request': 'the journal says more of an unclear request',
};

const stored = storedHistories();

function replayed(one: StoredHistory): ReplayedHistory {
  return { ...one, history: historyFromJSON(one.history) };
}

async function judge(one: StoredHistory): Promise<string | null> {
  const bundle = { codePath: testWorkflowBundle() };
  const history = replayed(one);
  const [captured] = await captureReplay(bundle, [history]);
  return captured === undefined ? 'nothing' : (judgeReplay(history, captured)?.message ?? null);
}

describe('a strict replay of stored histories', () => {
  const found = new Map<string, string | null>();

  beforeAll(async () => {
    const histories = stored.map(replayed);
    const captured = await captureReplay({ codePath: testWorkflowBundle() }, histories);
    histories.forEach((history, index) => {
      const one = captured[index];
      if (one === undefined) throw new Error('a history was not replayed');
      found.set(history.runId, judgeReplay(history, one)?.message ?? null);
    });
  });

  it.each(stored.map((one) => [one.title, one] as const))('%s', (_title, one) => {
    if (ALTERED[one.story] === undefined) expect(found.get(one.runId)).toBeNull();
    else expect(found.get(one.runId)).not.toBeNull();
  });
});

describe('a history that was changed', () => {
  const original = stored.find(({ story }) => story === 'live-start-and-undo');

  function copy(): StoredHistory {
    if (original === undefined) throw new Error('the story is not stored');
    return structuredClone(original);
  }

  interface Payloads {
    readonly payloads: { data: string }[];
  }

  function changed(
    type: string,
    change: (attributes: Record<string, unknown>) => void,
  ): StoredHistory {
    const one = copy();
    const key = `${type}EventAttributes`;
    const event = one.history.events.find((candidate) => candidate[key] !== undefined);
    change(event?.[key] as Record<string, unknown>);
    return one;
  }

  function rewrite(payloads: unknown, from: string, to: string): void {
    const [first] = (payloads as Payloads).payloads;
    if (first === undefined) throw new Error('there is no payload to change');
    const text = Buffer.from(first.data, 'base64').toString('utf8');
    if (!text.includes(from)) throw new Error(`there is no ${from} to change`);
    first.data = Buffer.from(text.replace(from, to)).toString('base64');
  }

  it.each<[string, () => StoredHistory, RegExp]>([
    [
      'an argument of an activity',
      () =>
        changed('activityTaskScheduled', (event) => {
          rewrite(event['input'], '"mode":"live"', '"mode":"drill"');
        }),
      /^activity admit: arguments: \[0\]\.mode: on record "drill", replayed "live"$/,
    ],
    [
      'an argument of a child',
      () =>
        changed('startChildWorkflowExecutionInitiated', (event) => {
          rewrite(event['input'], '"mode":"live"', '"mode":"drill"');
        }),
      /^child target\/.*arguments: \[0\]\.mode: on record "drill"/,
    ],
    [
      'how long a timer takes',
      () =>
        changed('timerStarted', (event) => {
          event['startToFireTimeout'] = '9s';
        }),
      /^timer 1: milliseconds: on record 9000, replayed 100$/,
    ],
    [
      'how often an activity may be tried',
      () =>
        changed('activityTaskScheduled', (event) => {
          (event['retryPolicy'] as Record<string, unknown>)['maximumAttempts'] = 7;
        }),
      /^activity admit: most attempts: on record 7, replayed 0$/,
    ],
    [
      'the result',
      () =>
        changed('workflowExecutionCompleted', (event) => {
          rewrite(event['result'], '"outcome":"succeeded"', '"outcome":"degraded"');
        }),
      /^end completed: result: \[0\]\.run\.outcome: on record "degraded"/,
    ],
  ])('is told by %s', async (_what, make, words) => {
    expect(await judge(make())).toMatch(words);
  });

  it('is told by an answer that was put in its place', async () => {
    const one = copy();
    const answers = one.history.events.flatMap(
      (event) => event['activityTaskCompletedEventAttributes'] ?? [],
    ) as { result: Payloads }[];
    const sent = answers.find(({ result }) =>
      Buffer.from(result.payloads[0]?.data ?? '', 'base64')
        .toString()
        .includes('"kind":"accepted"'),
    );
    rewrite(sent?.result, '"status":202', '"status":200');

    expect(await judge(one)).toMatch(/^end completed: result: .*recordHash: on record/);
  });
});
