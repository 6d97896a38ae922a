import { describe, expect, it } from '@jest/globals';
import { compile } from '../../compiler/compile.js';
import { compiled, completed, diagnose } from './runbook-text.js';

const codes = (source: string) => diagnose(source).map(({ code }) => code);

describe('YAML', () => {
  it('takes anchors, aliases and merge keys; own keys win', () => {
    const { plans, diagnostics } = compiled(
      'x-base: &base { connection: em, cloudFailoverPlan: A, labels: [x] }\n' +
        'targets:\n  db: { <<: *base, cloudFailoverPlan: B }\n' +
        'steps:\n  - id: db\n    modes: [live]\n    failover: db\n  - id: s\n    wait: 1s\n',
    );

    expect(diagnostics.map(({ code }) => code)).toEqual([
      'step-never-drilled',
      'failover-unchecked',
      'failover-unfenced',
    ]);
    expect(plans.live?.targets).toMatchObject([{ connection: 'em', name: 'B', labels: ['x'] }]);
  });

  it('takes a merge of several maps; the earlier ones win', () => {
    const { plans } = compiled(
      'x-a: &a { connection: one }\nx-b: &b { connection: two, cloudFailoverPlan: A }\n' +
        'targets:\n  db: { <<: [*a, *b] }\nsteps:\n  - id: r\n    readiness: all\n',
    );

    expect(plans.live?.targets).toMatchObject([{ connection: 'one', name: 'A' }]);
  });

  it('takes a quoted "<<" for a key', () => {
    expect(codes(completed('"<<": { title: x }\n'))).toEqual(['unknown-key']);
  });

  it('refuses an alias within its own anchor', () => {
    expect(codes(completed('x-a: &a [*a]\n'))).toEqual(['unknown-anchor']);
  });

  it('takes a byte order mark', () => {
    expect(codes(`\uFEFF${completed('')}`)).toEqual([]);
  });

  it('allows a comment with an expression after a quoted value', () => {
    expect(codes(completed("title: 'x' # not ${{ run.id }}\n"))).toEqual([]);
  });

  it('refuses an expression that a comment cuts', () => {
    expect(codes(completed('title: ${{ run.id # the run }}\n'))).toEqual(['comment-cuts-value']);
  });

  it('refuses an expression that a comment takes whole', () => {
    expect(codes(completed('title: #${{ run.id }}\n'))).toEqual(['comment-cuts-value']);
  });

  it('refuses an expression that a comma in flow style cuts, and says only that', () => {
    expect(codes(completed('x-a: { b: ${{ orDefault(run.id, "x") }}, c: 1 }\n'))).toEqual([
      'unquoted-expression',
    ]);
  });

  it('refuses an expression that ": " cuts', () => {
    expect(codes(completed('title: ${{ true ? "a": "b" }}\n'))).toEqual(['unquoted-expression']);
  });

  it('refuses a tab for indentation', () => {
    expect(codes(completed('defaults:\n\tpoll: 1s\n'))).toContain('yaml-syntax');
  });

  it('takes a warning of YAML for an error', () => {
    expect(codes(`%FOO bar\n---\n${completed('')}`)).toEqual(['yaml-syntax']);
  });

  it.each(['1.1', '1.3'])('takes no YAML %s, at its place', (version) => {
    const source = `# first\n%YAML  ${version}\n---\n${completed("title: 'x'\n")}`;

    expect(diagnose(source)).toEqual([
      { code: 'yaml-syntax', at: version === '1.1' ? '2:8' : '2:7' },
    ]);
  });

  it('says why it takes no YAML 1.1', () => {
    const { diagnostics } = compile(`%YAML 1.1\n---\n${completed('')}`, {
      file: 'runbook.yaml',
      mode: null,
    });

    expect(diagnostics[0]).toMatchObject({
      message: 'A runbook is YAML 1.2; in YAML 1.1 yes, no, on and off are booleans',
      help: 'Remove the line; a runbook needs none.',
    });
  });

  it('takes YAML 1.2 that says so', () => {
    expect(codes(`%YAML 1.2\n---\n${completed('title: NO\n')}`)).toEqual([]);
  });

  it.each(['[', '- ', '{a: ', '? '])('refuses deep nesting by "%s" without a crash', (unit) => {
    expect(codes(`x-a:\n  ${unit.repeat(20_000)}`)).toEqual(['document-too-deep']);
  });

  it('gives "${{" for "$${{"', () => {
    const { plans } = compiled("title: 'a $${{ b'\n");

    expect(plans.live?.runbook.title).toBe('a ${{ b');
  });

  it('keeps "$${{" beside a real expression', () => {
    const { plans } = compiled(
      "steps:\n  - id: a\n    check: { tcp: { host: '$${{ x ${{ run.id }}', port: 1 } }\n",
    );

    expect(plans.live?.steps).toMatchObject([
      { probe: { host: { kind: 'text', parts: ['${{ x ', { cel: 'run.id' }] } } },
    ]);
  });

  it('ends an expression at the braces that are its own', () => {
    const { plans } = compiled(
      `steps:\n  - id: a\n    check: { tcp: { host: '\${{ {"a": {"b": "}}"}}["a"]["b"] }}', port: 1 } }\n`,
    );

    expect(plans.live?.steps).toMatchObject([
      { probe: { host: { kind: 'expression', cel: '{"a": {"b": "}}"}}["a"]["b"]' } } },
    ]);
  });
});
