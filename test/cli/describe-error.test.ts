import { describe, expect, it } from '@jest/globals';
import { refused, wrongUse } from '../../cli/command-error.js';
import { describeError } from '../../cli/describe-error.js';
import { ConfigError } from '../../config/config-error.js';

describe('describeError', () => {
  it('gives 3 for wrong use and 1 for a refusal', () => {
    expect(describeError(wrongUse('no'), {}).exitCode).toBe(3);
    expect(describeError(refused('no'), {}).exitCode).toBe(1);
  });

  it('gives 3 and its own words for a wrong configuration', () => {
    const error = new ConfigError([{ place: null, message: 'temporal.adress is not known' }]);

    expect(describeError(error, {})).toEqual({
      exitCode: 3,
      text: 'temporal.adress is not known',
    });
  });

  it('gives 3 for a connection that was lost on the way', () => {
    const cause = Object.assign(new Error('14 UNAVAILABLE'), { code: 14, details: 'no route' });

    const report = describeError(new Error('Failed to query', { cause }), {});

    expect(report.exitCode).toBe(3);
    expect(report.text).toContain('the connection to Temporal was lost (no route)');
  });

  it('gives 3 for a request that Temporal finds wrong', () => {
    const cause = Object.assign(new Error('3 INVALID_ARGUMENT'), { code: 3, details: 'too long' });

    const report = describeError(new Error('Failed', { cause }), {});

    expect(report.exitCode).toBe(3);
    expect(report.text).toContain('Temporal refused the request: it is not valid (too long)');
  });

  it.each([
    ['NotFound', 'namespace nope is not there'],
    ['PermissionDenied', 'Temporal does not describe namespace nope (PermissionDenied)'],
  ])("understands the SDK's core where it says %s of a worker's namespace", (code, words) => {
    const said = `Namespace nope was not found or otherwise could not be described: Status { code: ${code}, message: "..." }`;

    const report = describeError(new Error(said), {});

    expect(report.exitCode).toBe(3);
    expect(report.text).toContain(words);
  });

  it('gives 70 for what nobody foresaw and hides the stack', () => {
    const report = describeError(new TypeError('x is undefined'), {});

    expect(report.exitCode).toBe(70);
    expect(report.text).toContain('this is a bug in Drillbook: x is undefined');
    expect(report.text).not.toContain('at ');
  });

  it('shows the stack when it is asked to', () => {
    const report = describeError(new TypeError('x is undefined'), { DRILLBOOK_DEBUG: '1' });

    expect(report.text).toContain('describe-error.test');
  });
});
