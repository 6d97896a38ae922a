import { describe, expect, it } from '@jest/globals';
import { compile } from '../../compiler/compile.js';
import { compiled } from './runbook-text.js';

const DIRECTIVE = '# drillbook-disable-next-line failover-unchecked nothing to look at';

const runbook = (above: string, more = '') => `modes: [live]
targets:
  databases: { connection: dr-em, cloudFailoverPlan: ERP databases }
steps:
  - { id: fenced, check: { tcp: { host: sql01.prod.example.com, port: 1433 }, expect: closed } }
  - id: databases
${above}
    failover: databases
${more}`;

const codes = (excerpt: string, mode: 'live' | null = null) =>
  compiled(excerpt, mode).diagnostics.map(({ code }) => code);

describe('a directive', () => {
  it('silences a warning on the next line, and keeps it with the reason', () => {
    const { diagnostics, suppressed, plans } = compiled(runbook(`    ${DIRECTIVE}`));

    expect(diagnostics).toEqual([]);
    expect(suppressed.map(({ diagnostic, reason }) => [diagnostic.code, reason])).toEqual([
      ['failover-unchecked', 'nothing to look at'],
    ]);
    expect(plans.live).not.toBeNull();
  });

  it('leaves the plan as it was', () => {
    const plain = compiled(runbook('')).plans.live;

    expect(compiled(runbook(`    ${DIRECTIVE}`)).plans.live).toEqual(plain);
  });

  it('is about the next line that holds something', () => {
    expect(codes(runbook(`    ${DIRECTIVE}\n\n    # another comment`))).toEqual([]);
  });

  it('takes what stands behind a value as well', () => {
    const text = runbook('').replace('- id: databases\n', `- id: databases ${DIRECTIVE}\n`);

    expect(codes(text)).toEqual([]);
  });

  it.each([': nothing to look at', '-- nothing to look at', '– nothing to look at'])(
    'takes "%s" as a reason',
    (reason) => {
      const directive = `# drillbook-disable-next-line failover-unchecked ${reason}`;

      const [first] = compiled(runbook(`    ${directive}`)).suppressed;

      expect(first?.reason).toBe('nothing to look at');
    },
  );

  it('silences several codes, and says which of them is not there', () => {
    const directive = '# drillbook-disable-next-line failover-unchecked, tolerates-all as agreed';

    const { diagnostics, suppressed } = compiled(runbook(`    ${directive}`));

    expect(suppressed).toHaveLength(1);
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
      [
        'directive-silences-nothing',
        'There is no "tolerates-all" on line 10, so this directive silences nothing',
      ],
    ]);
  });

  it('does not silence a warning of another line', () => {
    expect(codes(runbook(`    ${DIRECTIVE}\n    title: x`))).toEqual([
      'directive-silences-nothing',
      'failover-unchecked',
    ]);
  });

  it('never silences an error', () => {
    const directive = '# drillbook-disable-next-line unknown-key we know';

    expect(codes(runbook(`    ${directive}\n    titel: x`))).toEqual(['unknown-key']);
  });

  it('is not judged to be useless where only one mode is looked at', () => {
    const text = runbook('', `    ${DIRECTIVE}\n    title: x\n`).replace('modes: [live]\n', '');

    expect(codes(text, 'live')).toEqual(['failover-unchecked']);
  });

  it('is no directive inside a value', () => {
    const text = runbook('').replace('modes:', `description: |\n  ${DIRECTIVE}\nmodes:`);

    expect(codes(text)).toEqual(['failover-unchecked']);
  });

  it('silences in the place that CRLF and a byte order mark leave', () => {
    const source = `\uFEFFapiVersion: drillbook/v1\nid: example\n${runbook(`    ${DIRECTIVE}`)}`;

    const { diagnostics } = compile(source.replaceAll('\n', '\r\n'), { file: 'x', mode: null });

    expect(diagnostics).toEqual([]);
  });

  it('without a code silences nothing', () => {
    expect(codes(runbook('    # drillbook-disable-next-line'))).toEqual([
      'incomplete-directive',
      'failover-unchecked',
    ]);
  });
});
