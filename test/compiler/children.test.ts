import { describe, expect, it } from '@jest/globals';
import { compile } from '../../compiler/compile.js';
import { formatDiagnostics } from '../../compiler/format-diagnostics.js';
import { planHash, sha256 } from '../../plan/canonical.js';
import { completed } from './runbook-text.js';

type Texts = Readonly<Record<string, string>>;

function compileWith(files: Texts, source: string, file = 'site.yaml', mode: 'live' | null = null) {
  const asked: string[] = [];
  const compilation = compile(source, {
    file,
    mode,
    files: (path) => {
      asked.push(path);
      return files[path] ?? null;
    },
  });
  return { ...compilation, asked };
}

const run = (file: string, id = 'r') => `  - id: ${id}\n    runbook: ${file}\n`;
const runs = (...steps: string[]) => completed(`steps:\n${steps.join('')}`);
const QUIET = completed('');
const codes = ({ diagnostics }: ReturnType<typeof compileWith>) =>
  diagnostics.map(({ file, code }) => `${file} ${code}`);

describe('a runbook that another one runs', () => {
  it('is in the plan with its own, in the same mode, and its hashes', () => {
    const { plans } = compileWith({ 'a.yaml': QUIET }, runs(run('a.yaml')));
    const alone = compile(QUIET, { file: 'a.yaml', mode: 'drill' }).plan;

    expect(plans.drill?.steps[0]).toMatchObject({
      verb: 'runbook',
      file: 'a.yaml',
      plan: alone,
      planHash: alone && planHash(alone),
      runbookHash: sha256(QUIET),
      with: {},
    });
    expect(plans.live?.steps[0]).toMatchObject({ plan: { mode: 'live' } });
  });

  it('changes the hash of the plan around it with anything that it does', () => {
    const hash = (wait: string) => {
      const { plans } = compileWith({ 'a.yaml': QUIET.replace('1s', wait) }, runs(run('a.yaml')));
      return plans.live === null ? null : planHash(plans.live);
    };

    expect(hash('1s')).not.toBe(hash('2s'));
  });

  it('is found beside the runbook that names it', () => {
    const files = {
      'parts/a.yaml': runs(run('b.yaml'), run('../c.yaml', 's')),
      'parts/b.yaml': QUIET,
      'c.yaml': QUIET,
    };

    const { diagnostics, asked } = compileWith(files, runs(run('./parts/a.yaml')));

    expect(diagnostics).toEqual([]);
    expect(asked).toEqual(['parts/a.yaml', 'parts/b.yaml', 'c.yaml']);
  });

  it('is read once, however many steps run it', () => {
    const { asked, children } = compileWith(
      { 'a.yaml': QUIET },
      runs(run('a.yaml'), run('a.yaml', 's')),
    );

    expect(asked).toEqual(['a.yaml']);
    expect(children).toEqual([{ file: 'a.yaml', source: QUIET, runbookHash: sha256(QUIET) }]);
  });

  it('has its diagnostics in its own file, with its own lines', () => {
    const files = { 'a.yaml': QUIET.replace('wait', 'wiat') };
    const source = runs(run('a.yaml'));

    const { diagnostics, children } = compileWith(files, source, 'books/site.yaml');

    expect(diagnostics.map(({ file, code, line }) => [file, code, line])).toEqual([
      ['books/site.yaml', 'runbook-has-errors', 5],
      ['books/a.yaml', 'unknown-key', 5],
    ]);
    const text = formatDiagnostics(diagnostics, source, { color: false, children });
    expect(text).toContain('> 5 |     wiat: 1s');
  });

  it('may have warnings of its own', () => {
    const files = {
      'a.yaml': completed('targets:\n  t: { connection: c, cloudFailoverPlan: P }\n'),
    };

    const found = compileWith(files, runs(run('a.yaml')));

    expect(codes(found)).toEqual(['a.yaml unused-target']);
    expect(found.plans.live).not.toBeNull();
  });

  it.each([
    ['itself', {}, runs(run('site.yaml'))],
    ['one that runs it', { 'a.yaml': runs(run('site.yaml')) }, runs(run('a.yaml'))],
    [
      'a circle of others',
      { 'a.yaml': runs(run('b.yaml')), 'b.yaml': runs(run('a.yaml')) },
      runs(run('a.yaml')),
    ],
    [
      'itself by a roundabout way',
      { '../x/site.yaml': runs(run('../x/site.yaml')) },
      runs(run('../x/site.yaml')),
    ],
  ])('may not be %s', (_what, files: Texts, source) => {
    const found = compileWith(files, source);

    expect(codes(found).filter((code) => code.endsWith(' runbook-cycle'))).toHaveLength(1);
    expect(found.plans).toEqual({ drill: null, live: null });
  });

  it('stops the mode that it can not run in, and no other', () => {
    const found = compileWith({ 'a.yaml': `${QUIET}modes: [live]\n` }, runs(run('a.yaml')));

    expect(codes(found)).toEqual(['site.yaml runbook-not-in-mode']);
    expect([found.plans.drill, found.plans.live?.mode]).toEqual([null, 'live']);
  });

  it('has an error in a mode that all its steps leave out', () => {
    const child = completed('steps:\n  - { id: a, modes: [live], wait: 1s }\n');

    const found = compileWith({ 'a.yaml': child }, runs(run('a.yaml')));

    expect(codes(found)).toEqual(['site.yaml runbook-has-errors', 'a.yaml no-steps-in-mode']);
    expect([found.plans.drill, found.plans.live?.mode]).toEqual([null, 'live']);
  });

  it('is not fenced by itself when the runbook around it asks first', () => {
    const child = completed(
      'modes: [live]\ntargets:\n  t: { connection: c, cloudFailoverPlan: P }\nsteps:\n  - id: t\n    failover: t\n',
    );
    const go = '  - id: go\n    approve: { message: Go, from: [a], timeout: 1m }\n';
    const live = (steps: string) => completed(`modes: [live]\nsteps:\n${steps}`);

    expect(codes(compileWith({ 'a.yaml': child }, live(go + run('a.yaml'))))).toEqual([]);
    expect(codes(compileWith({ 'a.yaml': child }, live(run('a.yaml'))))).toEqual([
      'site.yaml failover-unfenced',
    ]);
  });

  it('is too much when its plan does not fit, however often it is nested', () => {
    const long = completed(
      `steps:\n${Array.from({ length: 600 }, (_, at) => `  - { id: s${at}, title: ${'x'.repeat(900)}, wait: 1s }\n`).join('')}`,
    );
    const twice = (file: string) => runs(run(file), run(file, 's'));
    const files = { 'a.yaml': long, 'b.yaml': twice('a.yaml'), 'c.yaml': twice('b.yaml') };

    const found = compileWith(files, twice('c.yaml'), 'site.yaml', 'live');

    expect(codes(found)).toContain('b.yaml plan-too-large');
    expect(found.plan).toBeNull();
  });

  it('is not there when no files are given', () => {
    const { diagnostics } = compile(runs(run('a.yaml')), { file: 'f', mode: null });

    expect(diagnostics.map(({ code }) => code)).toEqual(['unknown-runbook']);
  });
});
