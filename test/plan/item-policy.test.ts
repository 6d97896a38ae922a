import { describe, expect, it } from '@jest/globals';
import { judgeItems } from '../../plan/item-policy.js';
import type { StepOutcome } from '../../plan/outcome.js';
import type { Tolerance } from '../../plan/step.js';

const OUTCOMES: Readonly<Record<string, StepOutcome>> = {
  s: 'succeeded',
  d: 'degraded',
  f: 'failed',
  u: 'unknown',
  c: 'cancelled',
  k: 'skipped',
};

/** `sf`: item 0 succeeded, 1 failed; `p` was skipped by a person, `w` by its `when`. */
const judge = (letters: string, tolerate: Tolerance) =>
  judgeItems(
    tolerate,
    Array.from(letters, (letter, at) => ({
      key: String(at),
      outcome: OUTCOMES[letter] ?? 'skipped',
      isSkippedByPerson: letter === 'p',
      isUnwanted: letter === 'w',
    })),
  );

const count = (value: number): Tolerance => ({ kind: 'count', value });
const percent = (value: number): Tolerance => ({ kind: 'percent', value });

describe('judgeItems', () => {
  it.each<[string, string, Tolerance, string]>([
    ['all succeeded', 'sss', count(0), 'succeeded'],
    ['one was left out, the others succeeded', 'ssk', count(0), 'succeeded'],
    ['all were left out', 'kk', count(0), 'skipped'],
    ['one is degraded', 'ssd', count(0), 'degraded'],
    ['a person has taken one out', 'ssp', count(0), 'degraded'],
    ['one failed, none tolerated', 'ssf', count(0), 'failed'],
    ['one failed, one tolerated', 'ssf', count(1), 'degraded'],
    ['a third failed, 33 % tolerated', 'ssf', percent(33), 'failed'],
    ['a third failed, 34 % tolerated', 'ssf', percent(34), 'degraded'],
    ['one of two failed, `when` left two out, 49 % tolerated', 'sfww', percent(49), 'failed'],
    ['one of two failed, `when` left two out, 50 % tolerated', 'sfww', percent(50), 'degraded'],
    ['one is unknown, one tolerated', 'ssu', count(1), 'degraded'],
    ['one is unknown beside one that failed', 'suf', count(1), 'unknown'],
    ['one was cancelled', 'ssc', count(0), 'cancelled'],
    ['one was cancelled beside one that failed', 'scf', count(0), 'failed'],
  ])('%s', (_title, letters, tolerate, outcome) => {
    expect(judge(letters, tolerate).outcome).toBe(outcome);
  });

  it('names those that did not succeed, and counts what it does not name', () => {
    expect(judge('sff', count(1)).rule).toBe(
      '2 of 3 items did not succeed, 1 tolerated: 1 failed, 2 failed.',
    );
    expect(judge('f'.repeat(12), count(0)).rule).toMatch(/, 9 failed and 2 more\.$/);
  });
});
