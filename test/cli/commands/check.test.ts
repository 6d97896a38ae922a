import { describe, expect, it } from '@jest/globals';
import { runIn } from './runbook-folder.js';

describe('check', () => {
  it('ends with 0 for a runbook without errors', async () => {
    const { exitCode, io } = await runIn(['check', 'good.yaml', '--mode', 'drill']);

    expect(exitCode).toBe(0);
    expect(io.out()).toContain('good.yaml');
    expect(io.err()).toBe('');
  });

  it('ends with 2 and prints the place of an error on stdout', async () => {
    const { exitCode, io } = await runIn(['check', 'bad.yaml']);

    expect(exitCode).toBe(2);
    expect(io.out()).toContain('bad.yaml:5:5');
  });

  it('ends with 2 when one of several runbooks has errors', async () => {
    const { exitCode } = await runIn(['check', 'good.yaml', 'bad.yaml']);

    expect(exitCode).toBe(2);
  });

  it('reads the runbooks that a runbook runs, and points into them', async () => {
    const head = 'apiVersion: drillbook/v1\nid: part\nsteps:\n  - id: a\n';
    const files = {
      'outer.yaml': `${head}    runbook: ./inner.yaml\n`,
      'inner.yaml': `${head}    wiat: 1s\n`,
    };

    const { exitCode, io } = await runIn(['check', 'outer.yaml'], { files });

    expect(exitCode).toBe(2);
    expect(io.out()).toContain('outer.yaml:5:14  error  runbook-has-errors');
    expect(io.out()).toMatch(/inner.yaml:5:5 {2}error {2}unknown-key[^]*> 5 \| {5}wiat: 1s/);
  });

  it('prints diagnostics as JSON under their public names', async () => {
    const { io } = await runIn(['check', 'bad.yaml', '--json']);

    const { diagnostics } = JSON.parse(io.out()) as { diagnostics: object[] };
    expect(Object.keys(diagnostics[0] ?? {}).sort()).toEqual([
      'code',
      'column',
      'endColumn',
      'endLine',
      'file',
      'help',
      'line',
      'message',
      'severity',
    ]);
  });

  it('prints the same JSON with --format json as with --json', async () => {
    const [short, long] = await Promise.all([
      runIn(['check', 'bad.yaml', '--json']),
      runIn(['check', 'bad.yaml', '--format', 'json']),
    ]);

    expect(long.io.out()).toBe(short.io.out());
    expect(long.exitCode).toBe(2);
  });

  it('prints workflow commands for GitHub', async () => {
    const { exitCode, io } = await runIn(['check', 'good.yaml', 'bad.yaml', '--format', 'github']);

    expect(exitCode).toBe(2);
    expect(io.out()).toMatch(/^::error file=bad\.yaml,line=5,/m);
  });

  it('prints a SARIF log whose help is the installed page', async () => {
    const { exitCode, io } = await runIn(['check', 'bad.yaml', '--format', 'sarif']);

    const log = JSON.parse(io.out()) as {
      runs: { tool: { driver: { rules: { helpUri: string }[] } }; results: object[] }[];
    };
    const { href } = new URL('../../../docs/diagnostics.md', import.meta.url);
    expect(exitCode).toBe(2);
    expect(log.runs[0]?.tool.driver.rules[0]?.helpUri).toMatch(new RegExp(`^${href}#`));
    expect(log.runs[0]?.results).toHaveLength(1);
  });

  it('refuses two formats at once', async () => {
    const { exitCode, io } = await runIn(['check', 'bad.yaml', '--json', '--format', 'sarif']);

    expect(exitCode).toBe(3);
    expect(io.err()).toContain('exclude each other');
    expect(io.out()).toBe('');
  });

  it('counts what is silenced, and leaves it out of the JSON', async () => {
    const [text, json] = await Promise.all([
      runIn(['check', 'silenced.yaml']),
      runIn(['check', 'silenced.yaml', '--json']),
    ]);

    expect(text.exitCode).toBe(0);
    expect(text.io.out()).toBe('silenced.yaml: no problems, 2 warnings are silenced\n');
    expect(JSON.parse(json.io.out())).toEqual({ diagnostics: [] });
  });
});
