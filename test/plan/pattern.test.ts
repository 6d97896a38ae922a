import { describe, expect, it } from '@jest/globals';
import { matchesPattern, PATTERN_TEXT_LIMIT, patternProblem } from '../../plan/pattern.js';

describe('patternProblem', () => {
  it.each(['^CHG[0-9]+$', '^(ab)+$', '^(a+)?$', '^(a|b)$', '^[(+*]+$', '^a{2,5}$', '^\\(x\\)+$'])(
    'allows %s',
    (pattern) => {
      expect(patternProblem(pattern)).toBeNull();
    },
  );

  it.each([
    '^(a+)+$',
    '^(a|a)*$',
    '^((ab)+c)*$',
    '^(a?){30}$',
    '^(.*,){11}P',
    '(a)\\1',
    '(?=a)',
    '(?<!a)b',
    '(?<name>a)',
    'a*b*c*d*e*',
    'a{1000}',
    '[',
    'a**',
    'a'.repeat(201),
  ])('refuses %s', (pattern) => {
    expect(patternProblem(pattern)).not.toBeNull();
  });
});

describe('matchesPattern', () => {
  it('looks anywhere in the text unless the pattern is anchored', () => {
    expect(matchesPattern('b', 'abc')).toBe(true);
    expect(matchesPattern('^b', 'abc')).toBe(false);
  });

  it('takes no text that is longer than its limit', () => {
    expect(matchesPattern('a', 'a'.repeat(PATTERN_TEXT_LIMIT + 1))).toBe(false);
  });
});
