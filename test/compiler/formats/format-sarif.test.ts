import { describe, expect, it } from '@jest/globals';
import type { Log } from 'sarif';
import { compile } from '../../../compiler/compile.js';
import type { CheckedFile } from '../../../compiler/formats/checked-file.js';
import { formatSarif } from '../../../compiler/formats/format-sarif.js';
import { MESSAGES } from '../../../compiler/messages.js';
import { documentedCodes } from '../runbook-text.js';
import { found } from './found.js';

const TOOL = { version: '1.2.3', helpUri: 'file:///opt/docs/diagnostics.md' };

function runOf(files: readonly CheckedFile[]) {
  const log = JSON.parse(formatSarif(files, TOOL)) as Log;
  const [run] = log.runs;
  if (run === undefined) throw new Error('no run');
  return { log, run, rules: run.tool.driver.rules ?? [], results: run.results ?? [] };
}

describe('a SARIF log', () => {
  it('is one of version 2.1.0, whose columns count UTF-16 units', () => {
    const { log, run } = runOf([found({})]);

    expect(log.version).toBe('2.1.0');
    expect(log.$schema).toContain('sarif-2.1.0');
    expect(log.runs).toHaveLength(1);
    expect(run.columnKind).toBe('utf16CodeUnits');
    expect(run.tool.driver).toMatchObject({ name: 'drillbook', semanticVersion: '1.2.3' });
  });

  it('has every code as a rule, with words, a level and a link to its section', () => {
    const { rules } = runOf([]);

    expect(rules.map(({ id }) => id)).toEqual(Object.keys(MESSAGES));
    for (const rule of rules) {
      expect(rule.shortDescription?.text).toMatch(/[a-z]/i);
      expect(rule.help?.text).toMatch(/[a-z]/i);
      expect(rule.helpUri).toBe(`${TOOL.helpUri}#${rule.id}`);
      expect(['error', 'warning']).toContain(rule.defaultConfiguration?.level);
    }
  });

  it('links to sections that are there', () => {
    const sections = documentedCodes().map(({ code }) => `${TOOL.helpUri}#${code}`);

    expect(
      runOf([])
        .rules.map(({ helpUri }) => helpUri ?? '')
        .sort(),
    ).toEqual(sections.sort());
  });

  it('has a result for each diagnostic, with its region and its rule', () => {
    const { results, rules } = runOf([found({ severity: 'warning', code: 'unused-target' })]);

    expect(results).toEqual([
      {
        ruleId: 'unused-target',
        ruleIndex: rules.findIndex(({ id }) => id === 'unused-target'),
        level: 'warning',
        message: { text: 'Unknown key\nhelp: Mend it.' },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'a.yaml' },
              region: { startLine: 5, startColumn: 3, endLine: 5, endColumn: 9 },
            },
          },
        ],
        suppressions: [],
      },
    ]);
  });

  it.each([
    ['run books/a#1.yaml', 'run%20books/a%231.yaml'],
    ['/srv/a b.yaml', 'file:///srv/a%20b.yaml'],
    ['C:\\books\\a.yaml', 'file:///C:/books/a.yaml'],
  ])('writes the path %s as a URI', (file, uri) => {
    const { run, results } = runOf([found({ file })]);

    expect(run.artifacts?.[0]?.location?.uri).toBe(uri);
    expect(results[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe(uri);
  });

  it('lists what is silenced as suppressed, with the reason', () => {
    const source = `apiVersion: drillbook/v1
id: example
# drillbook-disable-next-line unused-target kept for the next version
targets: { db: { connection: em, cloudFailoverPlan: x } }
steps: [{ id: settle, wait: 1s }]
`;
    const { results } = runOf([
      { file: 'a', source, ...compile(source, { file: 'a', mode: null }) },
    ]);

    expect(results.map(({ ruleId, suppressions }) => [ruleId, suppressions])).toEqual([
      ['unused-target', [{ kind: 'inSource', justification: 'kept for the next version' }]],
    ]);
  });
});
