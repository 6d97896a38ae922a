import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { CLOUD_RUNBOOK, plans } from './runbooks.js';
import { openSite, type Site } from './site.js';

describe('the built command, on runbooks alone', () => {
  let site: Site;

  beforeAll(async () => {
    site = await openSite({ scenario: plans({ speed: 60, slowest: '10s' }) });
    site.env['TEMPORAL_ADDRESS'] = '127.0.0.1:9';
    await site.write('old.yaml', CLOUD_RUNBOOK);
  });

  afterAll(() => site.close());

  it('writes a start that it finds right, formatted and ready to be planned', async () => {
    expect(await site.drillbook('init', 'start')).toMatchObject({ exitCode: 0, stderr: '' });

    const runbook = 'start/failover.yaml';
    const ended = await Promise.all(
      [
        ['check', runbook],
        ['fmt', '--check', runbook],
        ['plan', runbook, '--mode', 'live'],
      ].map((argv) => site.drillbook(...argv)),
    );
    expect(ended.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
    expect(ended[0]?.stdout).toBe(`${runbook}: no problems\n`);
  });

  it('writes over no file', async () => {
    await site.drillbook('init', 'twice');

    const ended = await site.drillbook('init', 'twice');

    expect(ended).toMatchObject({ exitCode: 3, stdout: '' });
    expect(ended.stderr).toContain('twice/failover.yaml is there already');
  });

  it('formats a file in place, and finds that nothing has changed in meaning', async () => {
    await site.write('ugly.yaml', CLOUD_RUNBOOK.replace('id: ', 'id:   '));

    expect(await site.drillbook('fmt', '--write', 'ugly.yaml')).toMatchObject({ exitCode: 0 });

    const text = await readFile(path.join(site.folder, 'ugly.yaml'), 'utf8');
    const diff = await site.drillbook('diff', 'old.yaml', 'ugly.yaml');
    expect(text).not.toContain('id:   ');
    expect(diff).toMatchObject({ exitCode: 0 });
    expect(diff.stdout).toBe('old.yaml -> ugly.yaml: no change in meaning\n');
  });

  it('prints a SARIF log whose links lead to an installed page', async () => {
    const { exitCode, stdout } = await site.drillbook('check', 'old.yaml', '--format', 'sarif');

    const log = JSON.parse(stdout) as {
      runs: { tool: { driver: { rules: { helpUri: string }[] } } }[];
    };
    const page = new URL(log.runs[0]?.tool.driver.rules[0]?.helpUri ?? '');
    expect(exitCode).toBe(0);
    expect(await readFile(page.pathname, 'utf8')).toMatch(/^# Diagnostics/);
  });
});
