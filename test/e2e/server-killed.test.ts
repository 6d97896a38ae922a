import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CommandProcess, Ended } from './command-process.js';
import { processesNaming } from './processes-naming.js';
import { CLOUD, CLOUD_RUNBOOK, plans } from './runbooks.js';
import { openSite, type Site } from './site.js';

describe('a live run whose Temporal server is killed while it is followed', () => {
  let site: Site;
  let dev: CommandProcess;
  let follow: Ended;

  beforeAll(async () => {
    site = await openSite({ scenario: plans({ speed: 1, slowest: '15s' }) });
    await site.write('databases.yaml', CLOUD_RUNBOOK);
    dev = await site.dev();
    const run = site.begin(['run', 'databases.yaml', '--mode', 'live', '--yes']);
    await run.wrote('sql01  running');
    process.kill(await serverOf(site), 'SIGKILL');
    follow = await run.ended;
  });

  afterAll(() => site.close());

  it('is carried on by a new server on the same file, and ends well', () => {
    expect(follow.exitCode).toBe(0);
    expect(follow.stdout).toMatch(/^SUCCEEDED {2}live of databases, run /);
    expect(site.truth(CLOUD)).toMatchObject({ started: 1, tested: 0, undone: 0 });
  });

  it('is no secret to who started dev', () => {
    expect(dev.stderr()).toContain("Temporal's server ended by itself (signal SIGKILL)");
    expect(dev.stderr()).toContain("Temporal's server answers again at 127.0.0.1:");
  });
});

/** The process id of the server itself, not of what watches over it. */
async function serverOf({ folder }: Site): Promise<number> {
  const naming = await processesNaming(`${folder}/site.db`);
  const server = naming.find((line) => !line.includes('supervise-server-entry'));
  return Number(server?.split(' ')[0]);
}
