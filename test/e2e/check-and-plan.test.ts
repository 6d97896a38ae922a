import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { CLOUD_RUNBOOK, PLAIN_RUNBOOK, plans } from './runbooks.js';
import { openSite, type Site } from './site.js';

interface Diagnostics {
  readonly diagnostics: readonly Readonly<Record<string, unknown>>[];
}

const FENCED = CLOUD_RUNBOOK.replace(
  'steps:\n',
  `steps:
  - id: fenced
    modes: [live]
    check: { tcp: { host: 127.0.0.1, port: 1434 }, expect: closed }
`,
);

const WITH_CHECK = `${FENCED}    onFailure: pause
  - id: answers
    modes: [live]
    check: { tcp: { host: 127.0.0.1, port: 1433 }, within: 5s }
`;

describe('drillbook check and plan, without any server', () => {
  let site: Site;

  beforeAll(async () => {
    site = await openSite({ scenario: plans({ speed: 60, slowest: '10s' }) });
    site.env['TEMPORAL_ADDRESS'] = '127.0.0.1:9';
    await site.write('good.yaml', WITH_CHECK);
    await site.write('warned.yaml', PLAIN_RUNBOOK);
    await site.write(
      'bad.yaml',
      CLOUD_RUNBOOK.replace('failover: databases', 'failovr: databases'),
    );
    await mkdir(path.join(site.folder, 'books'));
  });

  afterAll(() => site.close());

  it('finds nothing in a good runbook: exit code 0', async () => {
    const ended = await site.drillbook('check', 'good.yaml', '--mode', 'live');

    expect(ended).toMatchObject({ exitCode: 0, stdout: 'good.yaml: no problems\n', stderr: '' });
  });

  it('ends with 0 for warnings, and prints them on stdout', async () => {
    const ended = await site.drillbook('check', 'warned.yaml');

    expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
    expect(ended.stdout).toContain('warning  really-fails-over');
  });

  it('ends with 2 for errors, with the place, the line and a marker', async () => {
    const { exitCode, stdout } = await site.drillbook('check', 'bad.yaml');

    expect(exitCode).toBe(2);
    expect(stdout).toMatch(/^bad\.yaml:8:5 {2}error {2}[a-z-]+\n/);
    expect(stdout).toMatch(/> 8 \| +failovr: databases\n +\| +\^{7}/);
    expect(stdout).toContain('failover');
  });

  it('gives the documented JSON, with exactly the documented keys', async () => {
    const { exitCode, stdout } = await site.drillbook('check', 'bad.yaml', '--json');

    expect(exitCode).toBe(2);
    const { diagnostics } = JSON.parse(stdout) as Diagnostics;
    expect(diagnostics[0]).toEqual({
      ...{ file: 'bad.yaml', line: 8, column: 5, endLine: 8, endColumn: 12, severity: 'error' },
      ...{ code: expect.stringMatching(/^[a-z-]+$/), message: expect.any(String) },
      help: expect.any(String),
    });
  });

  it('checks several files in one go', async () => {
    const { exitCode, stdout } = await site.drillbook('check', 'warned.yaml', 'bad.yaml', '--json');

    expect(exitCode).toBe(2);
    const { diagnostics } = JSON.parse(stdout) as Diagnostics;
    expect(new Set(diagnostics.map(({ file }) => file))).toEqual(
      new Set(['warned.yaml', 'bad.yaml']),
    );
  });

  it.each([
    ['a file that is not there', 'no.yaml', 'there is no such file'],
    ['a folder', 'books', 'it is a folder'],
  ])('ends with 3 for %s', async (_what, file, why) => {
    const ended = await site.drillbook('check', file);

    expect(ended).toMatchObject({ exitCode: 3, stdout: '' });
    expect(ended.stderr).toContain(`can't read the runbook ${file}: ${why}`);
  });

  it('gives the same plan hash for the same runbook, whatever its comments', async () => {
    await site.write('commented.yaml', `# a comment\n${WITH_CHECK}`);

    const [plain, commented] = await Promise.all(
      ['good.yaml', 'commented.yaml'].map((file) => site.drillbook('plan', file, '--json')),
    );

    const first = JSON.parse(plain?.stdout ?? '') as Record<string, unknown>;
    const second = JSON.parse(commented?.stdout ?? '') as Record<string, unknown>;
    expect(second['planHash']).toBe(first['planHash']);
    expect(second['runbookHash']).not.toBe(first['runbookHash']);
    expect(first['runbookHash']).toBe(
      `sha256:${createHash('sha256').update(WITH_CHECK).digest('hex')}`,
    );
  });

  it('shows a person the calls that a mode makes', async () => {
    const [drill, live] = await Promise.all(
      ['drill', 'live'].map((mode) => site.drillbook('plan', 'warned.yaml', '--mode', mode)),
    );

    expect(drill).toMatchObject({ exitCode: 0 });
    expect(drill?.stdout).toMatch(/action=start\n[\s\S]*action=undo {2}\(clean-up\)/);
    expect(live?.stdout).toContain('action=start');
    expect(live?.stdout).not.toContain('action=undo');
  });
});
