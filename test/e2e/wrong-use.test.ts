import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import net from 'node:net';
import type { Ended } from './command-process.js';
import { CLOUD_RUNBOOK, plans } from './runbooks.js';
import { openSite, type Site } from './site.js';

const WITH_INPUT = `${CLOUD_RUNBOOK}
inputs:
  ticket: { type: string, pattern: '^CHG[0-9]+$', required: true }
`;

describe('wrong use, without any server', () => {
  let site: Site;

  beforeAll(async () => {
    site = await openSite({ scenario: plans({ speed: 60, slowest: '10s' }) });
    site.env['TEMPORAL_ADDRESS'] = '127.0.0.1:9';
    await site.write('databases.yaml', CLOUD_RUNBOOK);
    await site.write('ticket.yaml', WITH_INPUT);
    await site.write('bad.yaml', CLOUD_RUNBOOK.replace('failover:', 'failovr:'));
    await site.write('live.yaml', CLOUD_RUNBOOK.replace('targets:', 'modes: [live]\ntargets:'));
    await site.write('open.config.yaml', 'connections: { em: { type: enterprise-manager } }\n');
  });

  afterAll(() => site.close());

  const run = (...args: readonly string[]): readonly string[] => [
    'run',
    ...args,
    '--mode',
    'drill',
  ];
  const cases: readonly (readonly [string, number, readonly string[], RegExp])[] = [
    ['no command at all', 3, [], /Usage: drillbook/],
    ['an unknown command', 3, ['chek', 'x'], /unknown command 'chek'[\s\S]*Did you mean check\?/],
    ['an unknown option', 3, ['runs', '--jsn'], /unknown option '--jsn'[\s\S]*--json/],
    ['a command that is not there', 3, ['schedule', 'r'], /unknown command 'r'/],
    ['no mode', 3, ['run', 'databases.yaml'], /--mode <mode>/],
    ['a mode that is none', 3, ['run', 'databases.yaml', '--mode', 'test'], /drill, live/],
    [
      'a runbook that is not there',
      3,
      run('no.yaml'),
      /can't read the runbook no\.yaml: there is no/,
    ],
    ['a folder for a runbook', 3, run('.'), /can't read the runbook \.: it is a folder/],
    ['a runbook with errors', 2, run('bad.yaml'), /bad\.yaml:8:5 {2}error/],
    ['a live-only runbook as a drill', 2, run('live.yaml'), /live\.yaml:\d+:\d+ {2}error/],
    ['a missing input', 3, run('ticket.yaml'), /the inputs are not right:\n {2}.*ticket/],
    ['an input that does not fit', 3, run('ticket.yaml', '--input', 'ticket=12'), /ticket/],
    ['an unknown input', 3, run('ticket.yaml', '--input', 'tiket=CHG1'), /tiket/],
    ['an input without a value', 3, run('ticket.yaml', '--input', 'ticket'), /name=value/],
    ['an id of another runbook', 3, run('databases.yaml', '--id', 'x-1'), /must begin with/],
    [
      '--preempt in a drill',
      3,
      run('databases.yaml', '--preempt'),
      /--preempt is for live runs only/,
    ],
    [
      'a time without an offset',
      3,
      run('databases.yaml', '--declared-at', '2026-11-21T03:00'),
      /offset/,
    ],
    [
      'a configuration that is not there',
      3,
      ['runs', '--config', 'no.yaml'],
      /no\.yaml can't be read/,
    ],
    ['a configuration with mistakes', 3, ['runs', '--config', 'open.config.yaml'], /em/],
    ['no Temporal, run', 3, run('databases.yaml'), /no Temporal server answers at 127\.0\.0\.1:9/],
    ['no Temporal, runs', 3, ['runs'], /no Temporal server answers at 127\.0\.0\.1:9 .*dev/],
    ['no Temporal, worker', 3, ['worker'], /no Temporal server answers|127\.0\.0\.1:9/],
    ['a scenario that is not there', 3, ['simulator', '--scenario', 'no.yaml'], /no\.yaml/],
    ['a port that is none', 3, ['dev', '--port', 'many'], /Give a port, 0 to 65535/],
    ['a shell without completions', 3, ['completion', 'csh'], /bash, zsh and fish/],
  ];

  it.each(cases)(
    '%s ends with exit code %d and says what is wrong',
    async (...[, code, args, words]) => {
      const ended = await site.drillbook(...args);

      expect(ended.stderr).toMatch(words);
      expect(ended).toMatchObject({ exitCode: code, stdout: '' });
      expect(ended.stderr).not.toContain('    at ');
    },
  );

  it('a busy port ends dev with exit code 3, and names the port and the option', async () => {
    const busy = net.createServer();
    const port = await new Promise<number>((resolve) => {
      busy.listen(0, '127.0.0.1', () => {
        resolve((busy.address() as net.AddressInfo).port);
      });
    });

    const ended: Ended = await site.drillbook('dev', '--port', String(port));

    busy.close();
    expect(ended).toMatchObject({ exitCode: 3, stdout: '' });
    expect(ended.stderr).toContain(`port ${port} on 127.0.0.1 is in use`);
    expect(ended.stderr).toContain('choose another with --port');
    expect(ended.stderr).not.toContain('    at ');
  });
});
