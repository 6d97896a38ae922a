import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  afterTimeout,
  missingApprovals,
  waitLimitSeconds,
  whyNotAnswered,
  whyNotApproved,
  whyNotRejected,
  type Asked,
  type Said,
} from '../../plan/approval.js';
import type { Person } from '../../plan/run-input.js';

const GROUPS = {
  leads: ['ann@x', 'bob@x', 'cid@x'],
  crisis: ['eve@x', 'ann@x'],
  empty: [],
};
const HASH = 'sha256:plan';

function by(name: string, osUser = name.slice(0, 3)): Person {
  return { name, osUser, host: 'console', authenticated: false };
}

function asked(extra: Partial<Asked['terms']> = {}, given: readonly Person[] = []): Asked {
  const terms = { from: ['leads'], min: 2, notRequester: false, breakGlass: null, ...extra };
  return { terms, groups: GROUPS, requester: by('ann@x'), planHash: HASH, given };
}

function said(person: Person, extra: Partial<Said> = {}): Said {
  return { person, reason: '', planHash: HASH, isBreakGlass: false, ...extra };
}

const no = (words: string): string => words;
const yes = null;

/** What is asked, who says it, and whether it counts (or what the refusal says). */
const APPROVALS: readonly [string, Asked, Said, string | null][] = [
  ['one of the group', asked(), said(by('bob@x')), yes],
  ['one of the group in other letters', asked(), said(by('Bob@X ')), yes],
  ['a person by name', asked({ from: ['dee@x'] }), said(by('dee@x')), yes],
  ['one of two groups', asked({ from: ['crisis', 'leads'] }), said(by('eve@x')), yes],
  ['nobody of the group', asked(), said(by('dee@x')), no('dee@x is not one of leads (ann@x')],
  ['the name of the group', asked(), said(by('leads')), no('leads is not one of leads')],
  [
    'one of the break-glass group, plainly',
    asked({ breakGlass: 'crisis' }),
    said(by('eve@x')),
    no('eve@x is not one of leads'),
  ],
  ['who started the run, where that counts', asked(), said(by('ann@x')), yes],
  [
    'who started the run',
    asked({ notRequester: true }),
    said(by('ann@x')),
    no('whoever started the run does not count'),
  ],
  [
    'who started the run, under another name',
    asked({ notRequester: true }),
    said(by('bob@x', 'ann')),
    no('whoever started the run does not count'),
  ],
  [
    'who started the run, from another OS user',
    asked({ notRequester: true }),
    said(by('ann@x', 'root')),
    no('whoever started the run does not count'),
  ],
  [
    'another one, where the requester does not count',
    asked({ notRequester: true }),
    said(by('bob@x')),
    yes,
  ],
  ['the second one', asked({}, [by('bob@x')]), said(by('cid@x')), yes],
  [
    'the same one again',
    asked({}, [by('bob@x')]),
    said(by('bob@x', 'other')),
    no('bob@x (OS user bob) has approved already'),
  ],
  [
    'the same one in other letters',
    asked({}, [by('bob@x')]),
    said(by('BOB@x', 'other')),
    no('has approved already'),
  ],
  [
    'the same OS user under another name',
    asked({}, [by('bob@x')]),
    said(by('cid@x', 'BOB')),
    no('one person counts once'),
  ],
  [
    'another plan',
    asked(),
    said(by('bob@x'), { planHash: 'sha256:old' }),
    no('is for plan sha256:old'),
  ],
  ['no plan', asked(), said(by('bob@x'), { planHash: null }), no('does not say which plan')],
  [
    'break-glass with a reason',
    asked({ breakGlass: 'crisis' }),
    said(by('eve@x'), { isBreakGlass: true, reason: 'site is on fire' }),
    yes,
  ],
  [
    'break-glass by who started the run',
    asked({ breakGlass: 'crisis', notRequester: true }),
    said(by('ann@x'), { isBreakGlass: true, reason: 'alone here' }),
    yes,
  ],
  [
    'break-glass without a reason',
    asked({ breakGlass: 'crisis' }),
    said(by('eve@x'), { isBreakGlass: true, reason: ' ' }),
    no('needs a reason'),
  ],
  [
    'break-glass by another one',
    asked({ breakGlass: 'crisis' }),
    said(by('bob@x'), { isBreakGlass: true, reason: 'x' }),
    no('bob@x is not one of crisis (eve@x, ann@x)'),
  ],
  [
    'break-glass where there is none',
    asked(),
    said(by('bob@x'), { isBreakGlass: true, reason: 'x' }),
    no('no breakGlass'),
  ],
  [
    'break-glass for another plan',
    asked({ breakGlass: 'crisis' }),
    said(by('eve@x'), { isBreakGlass: true, reason: 'x', planHash: 'sha256:old' }),
    no('is for plan sha256:old'),
  ],
];

const REJECTIONS: readonly [string, Asked, Said, string | null][] = [
  ['one of the group with a reason', asked(), said(by('bob@x'), { reason: 'not now' }), yes],
  ['one of the group without', asked(), said(by('bob@x')), no('needs a reason')],
  [
    'who approved before',
    asked({}, [by('bob@x')]),
    said(by('bob@x'), { reason: 'I was wrong' }),
    yes,
  ],
  [
    'who started the run',
    asked({ notRequester: true }),
    said(by('ann@x'), { reason: 'false alarm' }),
    yes,
  ],
  [
    'one of the break-glass group',
    asked({ breakGlass: 'crisis' }),
    said(by('eve@x'), { reason: 'no' }),
    yes,
  ],
  ['anybody else', asked(), said(by('dee@x'), { reason: 'no' }), no('dee@x is not one of leads')],
  [
    'another plan',
    asked(),
    said(by('bob@x'), { reason: 'no', planHash: 'sha256:old' }),
    no('is for plan'),
  ],
];

describe('whether an approval counts', () => {
  it.each(APPROVALS)('%s', (_name, what, words, wanted) => {
    const why = whyNotApproved(what, words);

    if (wanted === null) expect(why).toBeNull();
    else expect(why).toContain(wanted);
  });

  it.each([
    [1, 0, 1],
    [1, 1, 0],
    [3, 1, 2],
    [2, 3, 0],
  ])('%i wanted, %i given: %i are missing', (min, count, missing) => {
    const given = ['ann@x', 'bob@x', 'cid@x'].slice(0, count).map((name) => by(name));

    expect(missingApprovals(asked({ min }, given))).toBe(missing);
  });

  it('never counts one person twice, nor who started the run where that does not count', () => {
    const person = fc.record({
      name: fc.constantFrom('ann@x', 'bob@x', 'cid@x', 'BOB@x', 'dee@x'),
      osUser: fc.constantFrom('ann', 'bob', 'cid', 'Cid'),
    });
    fc.assert(
      fc.property(fc.array(person, { maxLength: 8 }), fc.boolean(), (people, notRequester) => {
        const given: Person[] = [];
        for (const { name, osUser } of people) {
          const next = said(by(name, osUser));
          if (whyNotApproved(asked({ notRequester }, given), next) === null)
            given.push(next.person);
        }

        const names = given.map(({ name }) => name.toLowerCase());
        const users = given.map(({ osUser }) => osUser.toLowerCase());
        expect(new Set(names).size).toBe(names.length);
        expect(new Set(users).size).toBe(users.length);
        expect(names).not.toContain('dee@x');
        if (notRequester) expect(users).not.toContain('ann');
        if (notRequester) expect(names).not.toContain('ann@x');
      }),
    );
  });
});

describe('whether a rejection counts', () => {
  it.each(REJECTIONS)('%s', (_name, what, words, wanted) => {
    const why = whyNotRejected(what, words);

    if (wanted === null) expect(why).toBeNull();
    else expect(why).toContain(wanted);
  });
});

describe('who may answer a task', () => {
  it.each([
    [[], 'dee@x', true],
    [['leads'], 'bob@x', true],
    [['leads'], 'dee@x', false],
    [['leads', 'dee@x'], 'DEE@x', true],
    [['empty'], 'bob@x', false],
  ])('of %j: %s', (from, name, may) => {
    expect(whyNotAnswered({ from }, GROUPS, by(name)) === null).toBe(may);
  });
});

describe('a time limit for people', () => {
  const limits = { pauseTimeoutSeconds: 600 };

  it.each([
    [30, 'live', 30],
    [30, 'drill', 30],
    [null, 'live', null],
    [null, 'drill', 600],
  ] as const)('%p in a %s run: %p', (timeoutSeconds, mode, wanted) => {
    expect(waitLimitSeconds({ timeoutSeconds }, mode, limits)).toBe(wanted);
  });

  it.each([
    ['pause', 'live', false, { kind: 'wait', seconds: null }],
    ['pause', 'drill', false, { kind: 'wait', seconds: 600 }],
    ['pause', 'drill', true, { kind: 'abort' }],
    ['abort', 'live', false, { kind: 'abort' }],
    ['abort', 'drill', false, { kind: 'abort' }],
    ['continue', 'live', false, { kind: 'ignore' }],
    ['continue', 'drill', false, { kind: 'ignore' }],
  ] as const)('%s in a %s run (again: %p)', (onTimeout, mode, isSecond, wanted) => {
    expect(afterTimeout(onTimeout, mode, limits, isSecond)).toEqual(wanted);
  });
});
