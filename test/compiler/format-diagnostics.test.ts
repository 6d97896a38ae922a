import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { CompileOptions } from '../../compiler/compile.js';
import { compile } from '../../compiler/compile.js';
import type { Diagnostic } from '../../compiler/diagnostic.js';
import { formatDiagnostics } from '../../compiler/format-diagnostics.js';
import { MESSAGES } from '../../compiler/messages.js';
import { visibleWidth } from '../../report/terminal/width.js';
import { OVERSIZED } from './oversized-runbooks.js';
import { completed, documentedCodes, exampleOptions } from './runbook-text.js';

const FRAMES = new URL('./frames/', import.meta.url);

const OPTIONS = { file: 'runbook.yaml', mode: null };

const PLACED: Diagnostic = {
  ...{ code: 'yaml-syntax', severity: 'error', message: 'x', help: '', file: 'runbook.yaml' },
  ...{ line: 3, column: 1, endLine: 3, endColumn: 2 },
};

function printed(source: string, options: CompileOptions = OPTIONS): string {
  const { diagnostics, children } = compile(source, options);
  return formatDiagnostics(diagnostics, source, { color: false, children });
}

describe('formatDiagnostics', () => {
  it.each(documentedCodes())('prints $code as its frame file has it', (example) => {
    const { code, wrong } = example;
    const source = wrong ?? OVERSIZED[code]?.() ?? '';

    const text = printed(source, exampleOptions(example));

    expect(text).toBe(readFileSync(new URL(`${code}.txt`, FRAMES), 'utf8'));
  });

  it('has no frame file of a code that is gone', () => {
    const codes = readdirSync(FRAMES).map((name) => name.replace(/\.txt$/, ''));

    expect(codes.sort()).toEqual(Object.keys(MESSAGES).sort());
  });

  it('prints nothing for a runbook without diagnostics', () => {
    expect(printed(completed(''))).toBe('');
  });

  it('shows of a line of megabytes what is around the fault, and at once', () => {
    const source = completed(`title: "${'\0'.repeat(900_000)}"\n`);
    const begun = Date.now();

    const text = formatDiagnostics([{ ...PLACED, column: 800_000, endColumn: 800_003 }], source, {
      color: false,
    });

    const [line = '', marker = ''] = text.split('\n').slice(4, 6);
    expect(line).toBe(`  > 3 | \u2026${'\uFFFD'.repeat(100)}\u2026`);
    expect(marker.trim()).toBe('|' + ' '.repeat(50) + '^^^');
    expect(Date.now() - begun).toBeLessThan(1_000);
  });

  it('keeps the marker under the fault behind a tab', () => {
    const text = printed(completed('titel:\tx\n'));

    const [line = '', marker = ''] = text.split('\n').slice(4, 6);
    expect(line).toBe('  > 3 | titel:    x');
    expect(marker).toBe('      | ^^^^^');
  });

  it('keeps the marker under a fault that stands behind a tab', () => {
    const text = printed(completed('title:\t""\n'));

    const [line = '', marker = ''] = text.split('\n').slice(4, 6);
    expect(line.indexOf('""')).toBe(marker.indexOf('^^'));
  });

  it('keeps the marker under a fault behind letters of two columns', () => {
    const text = printed(completed('defaults: { 場所: x, titel: y }\n'));

    const lines = text.split('\n');
    const markers = lines.filter((line) => line.includes('^')).map((line) => line.indexOf('^'));
    const [line = ''] = lines.filter((each) => each.includes('> 3'));
    expect(markers).toContain(visibleWidth(line.slice(0, line.indexOf('titel'))));
  });

  it('cuts a long line around the fault', () => {
    const labels = Array.from({ length: 60 }, (_, at) => `label${at}`).join(', ');
    const source = completed(
      `targets:\n  db: { labels: [${labels}], connection: 7, cloudFailoverPlan: x, description: ${'y'.repeat(200)} }\n`,
    );

    const lines = printed(source).split('\n');

    const at = lines.findIndex((text) => text.startsWith('  > '));
    const [line = '', marker = ''] = lines.slice(at, at + 2);
    expect(line.length).toBeLessThan(120);
    expect(line.slice(marker.indexOf('^'), marker.lastIndexOf('^') + 1)).toBe('7');
  });

  it('shows no control character of the runbook', () => {
    const text = printed(completed('title: "\\e[31mred"\ntitel: \u009b31m\n'));

    expect(text).not.toContain('\u009b');
  });

  it('says on one line what stands in a block', () => {
    const text = printed(completed('steps:\n  - id: settle\n    wait: |\n      1\n      hour\n'));

    expect(text).toContain('Wait must be a duration, found "1 hour "\n');
  });

  it('shows how steps are written where there are none', () => {
    const { diagnostics } = compile('apiVersion: drillbook/v1\nid: example\n', {
      file: 'runbook.yaml',
      mode: null,
    });

    expect(diagnostics.map(({ help }) => help)).toEqual([
      'Add a list of steps, as "steps: [{ id: ready, readiness: all }]".',
    ]);
  });

  it('colours only when it is told to', () => {
    const source = completed('titel: x\n');
    const { diagnostics } = compile(source, { file: 'runbook.yaml', mode: null });

    expect(formatDiagnostics(diagnostics, source, { color: true })).toContain('\u001b[');
    expect(formatDiagnostics(diagnostics, source, { color: false })).not.toContain('\u001b[');
  });

  it('shows fifty diagnostics and says how many there are', () => {
    const keys = Array.from({ length: 70 }, (_, at) => `stranger${at}: 1\n`).join('');

    const text = printed(completed(keys));

    expect(text.match(/ {2}error {2}/g)).toHaveLength(50);
    expect(text).toContain('70 errors (the first 50 are shown)');
  });

  it.each([
    ['a key that says so', 'x-a: { password: hunter2hunter2 }\n'],
    ['an Authorization header', 'x-a: { Authorization: Bearer hunter2hunter2 }\n'],
    ['a URL', "x-a: 'https://me:hunter2hunter2@example.com'\n"],
    ['a line that is no YAML', 'password: hunter2hunter2: x\n'],
    ['a line beside another fault', 'x-token: hunter2hunter2\ntitel: x\n'],
  ])('never prints the secret of %s', (_what, excerpt) => {
    const text = printed(completed(excerpt));

    expect(text).not.toBe('');
    expect(text).not.toContain('hunter2');
  });
});
