import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { builtCommand } from './built-command.js';
import { startCommand, type Ended } from './command-process.js';
import { processesNaming } from './processes-naming.js';

describe('drillbook demo', () => {
  let folder: string;
  let demo: Ended;
  let orphans: readonly string[];
  let leftFiles: readonly string[];

  beforeAll(async () => {
    const command = await builtCommand();
    folder = await mkdtemp(path.join(tmpdir(), 'drillbook-e2e-demo-'));
    // Its temporary files go here, so that its processes can be told from those of others.
    const env = { ...process.env, NODE_OPTIONS: '', TMPDIR: folder, XDG_STATE_HOME: folder };
    const running = startCommand(command, ['demo'], { cwd: folder, env });
    demo = await running.ended;
    orphans = await processesNaming(folder);
    leftFiles = await readdir(folder);
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('ends with exit code 0', () => {
    expect(demo.exitCode).toBe(0);
  });

  it('prints the outcome and the times on stdout', () => {
    expect(demo.stdout).toMatch(/^DEGRADED {2}drill of demo-drill, run demo-drill-\d{8}-\d{6}-/);
    expect(demo.stdout).toMatch(/started \S+ \S+Z by .+, ended \S+ \S+Z, took \d+s/);
    expect(demo.stdout).toMatch(/RTO: \d+s of 15m allowed, met/);
  });

  it('did each thing once, by the count of the simulated server', () => {
    expect(demo.stdout).toContain('ERP databases: tested once, never started, never undone');
    expect(demo.stdout).toContain('ERP portal: never tested, started once, undone once');
  });

  it('leaves no process and no file', () => {
    expect(orphans).toEqual([]);
    expect(leftFiles).toEqual([]);
  });
});
