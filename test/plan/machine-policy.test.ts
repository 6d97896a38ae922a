import { describe, expect, it } from '@jest/globals';
import { judgeMachines, type JobResult } from '../../plan/machine-policy.js';
import type { MachineResult } from '../../plan/outcome.js';
import type { MachinePolicy } from '../../plan/plan.js';

const DEFAULT: MachinePolicy = {
  critical: [],
  tolerate: { kind: 'count', value: 0 },
  warning: 'ok',
  unverified: 'ok',
  retry: 0,
};
const count = (value: number) => ({ tolerate: { kind: 'count', value } }) as const;
const percent = (value: number) => ({ tolerate: { kind: 'percent', value } }) as const;

type Letters = string;
const RESULTS: Readonly<Record<string, MachineResult>> = {
  s: 'succeeded',
  w: 'warning',
  f: 'failed',
  v: 'unverified',
  u: 'unknown',
  k: 'skipped',
  c: 'cancelled',
};

/** `sf`: machine m0 succeeded, m1 failed. */
const machines = (letters: Letters) =>
  Array.from(letters, (letter, at) => ({ name: `m${at}`, result: RESULTS[letter] ?? 'unknown' }));

const judge = (policy: Partial<MachinePolicy>, letters: Letters, jobFailed = false) =>
  judgeMachines({ ...DEFAULT, ...policy }, machines(letters), jobFailed ? 'failed' : 'succeeded');

describe('judgeMachines', () => {
  it.each<[string, Partial<MachinePolicy>, Letters, boolean, string]>([
    ['all succeeded', {}, 'sss', false, 'succeeded'],
    ['no machine, job succeeded', {}, '', false, 'succeeded'],
    ['no machine, job failed', {}, '', true, 'failed'],
    ['one failed, none tolerated', {}, 'ssf', false, 'failed'],
    ['one failed, one tolerated', count(1), 'ssf', false, 'degraded'],
    ['one cancelled, none tolerated', {}, 'ssc', false, 'failed'],
    ['failed and cancelled, one tolerated', count(1), 'sfc', false, 'failed'],
    ['failed and cancelled, two tolerated', count(2), 'sfc', false, 'degraded'],
    ['a third of three, 34 %', percent(34), 'ssf', false, 'degraded'],
    ['a third of three, 33 % is none', percent(33), 'ssf', false, 'failed'],
    ['a half of five is two', percent(50), 'sssff', false, 'degraded'],
    ['three of five are more than a half', percent(50), 'ssfff', false, 'failed'],
    ['all of them, 100 %', percent(100), 'fff', false, 'degraded'],
    ['a warning', {}, 'sw', false, 'degraded'],
    ['a warning that counts', { warning: 'fail' }, 'sw', false, 'failed'],
    ['a warning that counts, tolerated', { warning: 'fail', ...count(1) }, 'sw', false, 'degraded'],
    ['all unverified', {}, 'vv', false, 'degraded'],
    ['unverified that counts', { unverified: 'fail' }, 'sv', false, 'failed'],
    ['a skipped machine', {}, 'sk', false, 'degraded'],
    [
      'critical failed, though tolerated',
      { critical: ['m0'], ...percent(100) },
      'fs',
      false,
      'failed',
    ],
    ['critical skipped', { critical: ['m0'] }, 'ks', false, 'failed'],
    ['critical cancelled', { critical: ['m0'], ...count(5) }, 'cs', false, 'failed'],
    ['critical with a warning', { critical: ['m0'] }, 'ws', false, 'degraded'],
    [
      'critical with a warning that counts',
      { critical: ['m0'], warning: 'fail' },
      'ws',
      false,
      'failed',
    ],
    ['critical unverified', { critical: ['m0'] }, 'vs', false, 'degraded'],
    [
      'critical unverified that counts',
      { critical: ['m0'], unverified: 'fail' },
      'vs',
      false,
      'failed',
    ],
    ['critical that is not there', { critical: ['sql01'] }, 'ss', false, 'failed'],
    [
      'the percentage is of the non-critical',
      { critical: ['m0'], ...percent(50) },
      'sff',
      false,
      'failed',
    ],
    ['an unknown machine', {}, 'su', false, 'unknown'],
    ['an unknown machine within the tolerance', count(5), 'su', false, 'unknown'],
    [
      'an unknown machine beside a failed critical one',
      { critical: ['m0'] },
      'fu',
      false,
      'unknown',
    ],
    ['an unknown machine of a failed job', {}, 'u', true, 'unknown'],
    ['a failed job whose machines all succeeded', {}, 'ss', true, 'degraded'],
  ])('%s', (_what, policy, letters, jobFailed, outcome) => {
    expect(judge(policy, letters, jobFailed).outcome).toBe(outcome);
  });

  it('rounds 29 % of 100 to 29, whatever floating point says', () => {
    expect(judge(percent(29), 's'.repeat(71) + 'f'.repeat(29)).outcome).toBe('degraded');
  });

  it('says which rule decided, with the machines', () => {
    expect(judge(count(1), 'sffs').rule).toBe(
      '2 of 4 non-critical machines failed, 1 tolerated: m1 failed, m2 failed.',
    );
  });

  it('names a critical machine that the job does not have', () => {
    expect(judge({ critical: ['sql01'] }, 's').rule).toContain('sql01');
  });

  it('names ten machines at most', () => {
    expect(judge({}, 'f'.repeat(12)).rule).toContain('and 2 more');
  });

  it.each<[string, Letters, JobResult, Partial<MachinePolicy>, string]>([
    ['no machine and no result', '', null, {}, 'degraded'],
    ['no machine, a warning', '', 'warning', {}, 'degraded'],
    ['no machine, a warning that counts', '', 'warning', { warning: 'fail' }, 'failed'],
    ['all succeeded, the job warns', 'ss', 'warning', {}, 'degraded'],
    ['all succeeded, the job failed', 'ss', 'failed', {}, 'degraded'],
    ['one unverified, the job failed', 'sv', 'failed', {}, 'failed'],
    ['one unverified, the job succeeded', 'sv', 'succeeded', {}, 'degraded'],
    ['all succeeded, no result of the job', 'ss', null, {}, 'succeeded'],
  ])('%s', (_what, letters, job, policy, outcome) => {
    expect(judgeMachines({ ...DEFAULT, ...policy }, machines(letters), job).outcome).toBe(outcome);
  });
});
