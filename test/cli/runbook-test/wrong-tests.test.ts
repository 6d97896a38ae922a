import { describe, expect, it } from '@jest/globals';
import { runIn } from '../commands/runbook-folder.js';

const HEAD = `apiVersion: drillbook-test/v1
defaults:
  inputs: { ticket: CHG1 }
tests:
`;

/** What `drillbook test` says of a test of good.yaml, and its exit code. */
async function said(test: string, head = HEAD) {
  const { exitCode, io } = await runIn(['test', 'good.yaml'], {
    files: { 'good.test.yaml': `${head}${test}\n` },
  });
  return { exitCode, err: io.err() };
}

describe('a file of tests that is wrong', () => {
  it.each([
    ['nothing is expected', '- name: one', '5:3: it can only pass'],
    ['an unknown key', '- { name: one, outcom: failed }', 'did you mean outcome'],
    ['an outcome that there is not', '- { name: one, outcome: fine }', 'tests.0.outcome'],
    [
      'an unknown target',
      '- { name: one, outcome: failed, targets: { dbs: {} } }',
      'there is no target "dbs" in this mode; did you mean "db"?',
    ],
    [
      'an unknown step',
      '- { name: one, outcome: failed, answers: [{ step: goo, with: skip }] }',
      'there is no step "goo" in this mode; did you mean "go"?',
    ],
    [
      'an answer that does not fit',
      '- { name: one, outcome: failed, answers: [{ step: go, with: approve }] }',
      'approve answers approve; go is failover',
    ],
    [
      'an answer at a time to a step',
      '- { name: one, outcome: failed, answers: [{ step: go, at: 1m, with: abort }] }',
      'leave step and after out',
    ],
    [
      'an answer to nothing',
      '- { name: one, outcome: failed, answers: [{ with: skip }] }',
      'say which step waits',
    ],
    [
      'a network of a failover',
      '- { name: one, outcome: failed, network: { go: fails } }',
      'go is failover; only check and http ask other systems',
    ],
    [
      'a wait that is none',
      '- { name: one, outcome: failed, waits: { go: 1m } }',
      'go is no wait, it is failover',
    ],
    [
      'a type of a plan that has none',
      '- { name: one, outcome: failed, targets: { db: { type: local } } }',
      'type is for plans of a Service Provider Console',
    ],
    [
      'fewer machines than are named',
      '- { name: one, outcome: failed, targets: { db: { count: 1, machines: { a: {}, b: {} } } } }',
      'count is 1, and 2 machines are named',
    ],
    [
      'an expectation of no step',
      '- { name: one, expect: [\'steps.goo.status == "failed"\'] }',
      'No step is called `goo`',
    ],
    [
      'a status that there is not',
      '- { name: one, expect: [\'steps.go.status == "fine"\'] }',
      '`steps.go.status` is never "fine"',
    ],
    [
      'an expectation that is a text',
      "- { name: one, expect: ['run.id'] }",
      'it must be true or false; it is of type string',
    ],
    [
      'a duration that is none',
      '- { name: one, outcome: failed, targets: { db: { takes: 5 minutes } } }',
      'is no duration',
    ],
    [
      'an input that there is not',
      '- { name: one, outcome: failed, inputs: { tick: 1 } }',
      'Unknown input "tick"',
    ],
    [
      'a name twice',
      '- { name: one, outcome: failed }\n- { name: one, outcome: failed }',
      'another test of this file has the name "one" too',
    ],
    [
      'another version',
      '- { name: one, outcome: failed }',
      'apiVersion',
      HEAD.replace('test/v1', 'test/v2'),
    ],
  ])('is refused: %s', async (_what, test, words, head = HEAD) => {
    const { exitCode, err } = await said(test, head);

    expect(err).toContain(words);
    expect(err).toMatch(/good\.test\.yaml:\d+:\d+: /);
    expect(err).toContain('nothing was tested');
    expect(exitCode).toBe(2);
  });

  it('says that an input is missing, and where to give it', async () => {
    const { exitCode, err } = await said(
      '- { name: one, outcome: failed }',
      HEAD.replace(/defaults:\n.*\n/, ''),
    );

    expect(err).toContain('Input "ticket" is required: give it in `inputs`');
    expect(exitCode).toBe(2);
  });

  it('names a default that no test can use, once', async () => {
    const head = HEAD.replace('tests:', '  network: { gone: fails }\ntests:');
    const { err } = await said(
      '- { name: one, outcome: failed }\n- { name: two, outcome: failed }',
      head,
    );

    expect(err.match(/there is no step "gone"/g)).toHaveLength(1);
  });

  it('shows the errors of its runbook', async () => {
    const { exitCode, io } = await runIn(['test', 'bad.yaml'], {
      files: { 'bad.test.yaml': `${HEAD}- { name: one, outcome: failed }\n` },
    });

    expect(io.err()).toContain('bad.yaml:5:5');
    expect(exitCode).toBe(2);
  });

  it.each([
    [['test', 'none.test.yaml'], "can't read the tests none.test.yaml"],
    [['test'], 'there is no file *.test.yaml in this folder'],
    [['test', '--jobs', '0'], 'whole number'],
  ])('%j is wrong use', async (argv, words) => {
    const { exitCode, io } = await runIn(argv);

    expect(io.err()).toContain(words);
    expect(exitCode).toBe(3);
  });

  it('says so when no name has the text of --filter', async () => {
    const { exitCode, io } = await runIn(['test', 'good.yaml', '--filter', 'nine'], {
      files: { 'good.test.yaml': `${HEAD}- { name: one, outcome: failed }\n` },
    });

    expect(io.err()).toContain('none of the 1 tests has "nine" in its name');
    expect(exitCode).toBe(3);
  });
});
