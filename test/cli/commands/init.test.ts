import { describe, expect, it } from '@jest/globals';
import { compile } from '../../../compiler/compile.js';
import { formatRunbook } from '../../../compiler/format-runbook.js';
import { STARTER_RUNBOOK } from '../../../cli/init/starter-runbook.js';
import { runIn } from './runbook-folder.js';

describe('init', () => {
  it('writes a runbook, its tests and a configuration, and tells the next commands', async () => {
    const { exitCode, io, after } = await runIn(['init']);

    expect(exitCode).toBe(0);
    expect(Object.keys(after)).toEqual(
      expect.arrayContaining(['failover.yaml', 'temporal.config.yaml']),
    );
    expect(io.out().match(/^ {2}drillbook .*$/gm)).toEqual([
      '  drillbook check failover.yaml',
      '  drillbook test failover.yaml',
      '  drillbook doctor',
      '  drillbook plan failover.yaml --mode drill',
    ]);
    expect(io.err()).toBe('');
  });

  it('writes into a folder that it makes, and names the configuration there', async () => {
    const { exitCode, io } = await runIn(['init', 'new/one']);

    expect(exitCode).toBe(0);
    expect(io.out()).toContain('wrote new/one/failover.yaml\n');
    expect(io.out()).toContain('drillbook doctor --config new/one/temporal.config.yaml\n');
  });

  it.each(['failover.yaml', 'temporal.config.yaml'])(
    'writes nothing when %s is there, and names it',
    async (name) => {
      const { exitCode, io, after } = await runIn(['init'], { files: { [name]: 'mine' } });

      expect(exitCode).toBe(3);
      expect(io.err()).toContain(`${name} is there already`);
      expect(after[name]).toBe('mine');
      expect(['failover.yaml', 'temporal.config.yaml'].filter((file) => file in after)).toEqual([
        name,
      ]);
    },
  );

  it('says so when the folder is a file', async () => {
    const { exitCode, io } = await runIn(['init', 'good.yaml']);

    expect(exitCode).toBe(3);
    expect(io.err()).toContain("can't make the folder good.yaml");
  });

  it('prints the files as JSON', async () => {
    const { io } = await runIn(['init', '--json']);

    expect(JSON.parse(io.out())).toEqual({
      files: ['failover.yaml', 'failover.test.yaml', 'temporal.config.yaml'],
    });
  });
});

describe('the runbook that init writes', () => {
  it('is checked without an error or a warning, and can be planned in both modes', () => {
    const { diagnostics, plans } = compile(STARTER_RUNBOOK, { file: 'f', mode: null });

    expect(diagnostics).toEqual([]);
    expect([plans.drill?.mode, plans.live?.mode]).toEqual(['drill', 'live']);
  });

  it('is formatted', () => {
    expect(formatRunbook(STARTER_RUNBOOK, { file: 'f' })).toMatchObject({
      kind: 'formatted',
      hasChanged: false,
    });
  });
});
