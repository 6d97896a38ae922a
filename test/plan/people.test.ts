import { describe, expect, it } from '@jest/globals';
import { isSamePerson, membersOf, peopleProblems } from '../../plan/people.js';
import type { ApproveStep, Plan, PlanStep, TaskStep } from '../../plan/plan.js';
import type { Person } from '../../plan/run-input.js';

const GROUPS = { leads: ['ann@x', 'bob@x'], crisis: ['eve@x', 'Ann@x'], empty: [] };
const requester: Person = { name: 'ann@x', osUser: 'ann', host: 'h', authenticated: false };

const base = { title: null, needs: [], timeoutSeconds: null, onFailure: 'pause' } as const;
const text = { kind: 'literal', value: 'go?' } as const;

function approve(extra: Partial<ApproveStep>): ApproveStep {
  return {
    ...{ ...base, id: 'go', verb: 'approve', message: text, from: ['leads'], min: 1 },
    ...{ notRequester: false, onTimeout: 'pause', breakGlass: null, remindEverySeconds: null },
    ...extra,
  };
}

function task(from: readonly string[]): TaskStep {
  return { ...base, id: 'call', verb: 'task', do: text, from };
}

function problemsOf(...steps: readonly PlanStep[]): readonly string[] {
  return peopleProblems({ steps, always: [] } as unknown as Plan, GROUPS, requester);
}

describe('the people behind names', () => {
  it('are those of the groups and those named, each once', () => {
    const members = membersOf(['leads', 'crisis', 'dee@x', 'BOB@x'], GROUPS);

    expect(members).toEqual(['ann@x', 'bob@x', 'eve@x', 'dee@x']);
  });

  it.each([
    ['ann@x', 'a', 'ANN@x', 'b', true],
    ['ann@x', 'a', 'bob@x', 'A', true],
    ['ann@x', 'a', 'bob@x', 'b', false],
  ])('%s of %s and %s of %s may be one: %p', (one, oneUser, other, otherUser, isOne) => {
    const claim = (name: string, osUser: string) => ({ ...requester, name, osUser });

    expect(isSamePerson(claim(one, oneUser), claim(other, otherUser))).toBe(isOne);
  });
});

describe('people of a plan, held against the configuration', () => {
  it.each<[string, PlanStep, string | null]>([
    ['a group', approve({}), null],
    ['a person of a group', approve({ from: ['eve@x'] }), null],
    [
      'a stranger',
      approve({ from: ['leads', 'dee@x'] }),
      '"dee@x" is neither a group nor a person',
    ],
    ['a group of another configuration', task(['operators']), 'groups: leads, crisis, empty'],
    ['a task for anybody', task([]), null],
    ['more than there are', approve({ min: 3 }), '3 must approve, and leads has 2'],
    ['an empty group', approve({ from: ['empty'] }), '1 must approve, and empty has 0'],
    [
      'more than there are without the requester',
      approve({ min: 2, notRequester: true }),
      '2 must approve, and leads has 1, without ann@x, who started it',
    ],
    ['the same, with a way out', approve({ min: 3, breakGlass: 'crisis' }), null],
    [
      'a break-glass group that is none',
      approve({ breakGlass: 'eve@x' }),
      'there is no group "eve@x"',
    ],
    ['an empty break-glass group', approve({ breakGlass: 'empty' }), 'the group "empty" is empty'],
  ])('%s', (_name, step, wanted) => {
    const problems = problemsOf(step);

    if (wanted === null) expect(problems).toEqual([]);
    else expect(problems).toEqual([expect.stringContaining(wanted)]);
  });

  it('looks into child runbooks and says which', () => {
    const plan = { steps: [approve({ from: ['dee@x'] })], always: [] } as unknown as Plan;
    const child: PlanStep = {
      ...{ ...base, id: 'site_b', verb: 'runbook', file: 'b.yaml', plan },
      ...{ planHash: '', runbookHash: '', with: {} },
    };

    expect(problemsOf(child)).toEqual([
      expect.stringMatching(/^site_b: step go: "dee@x" is neither/),
    ]);
  });
});
