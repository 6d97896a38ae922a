import { describe, expect, it } from '@jest/globals';
import { runCli } from '../../cli/run-cli.js';
import { fakeIo } from './fake-io.js';

describe('runCli', () => {
  it('prints the help on stdout and ends with 0', async () => {
    const io = fakeIo();

    const exitCode = await runCli(['--help'], io);

    expect(exitCode).toBe(0);
    expect(io.out()).toContain('Usage: drillbook');
    expect(io.err()).toBe('');
  });

  it('prints the help on stderr and ends with 3 when no command is given', async () => {
    const io = fakeIo();

    const exitCode = await runCli([], io);

    expect(exitCode).toBe(3);
    expect(io.out()).toBe('');
    expect(io.err()).toContain('Usage: drillbook');
  });

  it('prints the version of the package', async () => {
    const io = fakeIo();

    const exitCode = await runCli(['--version'], io);

    expect(exitCode).toBe(0);
    expect(io.out()).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('names the nearest command for one that it does not know', async () => {
    const io = fakeIo();

    const exitCode = await runCli(['chek'], io);

    expect(exitCode).toBe(3);
    expect(io.err()).toContain("unknown command 'chek'");
    expect(io.err()).toContain('check');
  });

  it('names the nearest option for one that it does not know', async () => {
    const io = fakeIo();

    const exitCode = await runCli(['runs', '--jsno'], io);

    expect(exitCode).toBe(3);
    expect(io.err()).toContain('Did you mean --json?');
  });

  it('wants a mode for a run', async () => {
    const io = fakeIo();

    const exitCode = await runCli(['run', 'x.yaml'], io);

    expect(exitCode).toBe(3);
    expect(io.err()).toContain('--mode');
  });

  it('refuses a mode that it does not know and names the two', async () => {
    const io = fakeIo();

    const exitCode = await runCli(['run', 'x.yaml', '--mode', 'test'], io);

    expect(exitCode).toBe(3);
    expect(io.err()).toContain('drill, live');
  });

  it('refuses an input that is no name=value', async () => {
    const io = fakeIo();

    const exitCode = await runCli(['run', 'x.yaml', '--mode', 'drill', '--input', 'ticket'], io);

    expect(exitCode).toBe(3);
    expect(io.err()).toContain('name=value');
  });

  it('refuses an input that is given twice', async () => {
    const io = fakeIo();

    const inputs = ['--input', 'a=1', '--input', 'a=2'];
    const exitCode = await runCli(['run', 'x.yaml', '--mode', 'drill', ...inputs], io);

    expect(exitCode).toBe(3);
    expect(io.err()).toContain('given twice');
  });

  it('names a file that is not there', async () => {
    const io = fakeIo();

    const exitCode = await runCli(['check', 'gone.yaml'], io);

    expect(exitCode).toBe(3);
    expect(io.err()).toContain("can't read the runbook gone.yaml: there is no such file");
  });

  it.each([
    ['before', ['--config', 'gone.yaml', 'runs']],
    ['after', ['runs', '--config', 'gone.yaml']],
  ])('takes a global option %s the command', async (_place, argv) => {
    const io = fakeIo();

    const exitCode = await runCli(argv, io);

    expect(exitCode).toBe(3);
    expect(io.err()).toContain('gone.yaml');
  });

  it('says in one sentence that no Temporal server answers', async () => {
    // Port 1 is reserved (tcpmux) and nothing listens there.
    const io = fakeIo({ env: { TEMPORAL_ADDRESS: '127.0.0.1:1' } });

    const exitCode = await runCli(['runs'], io);

    expect(exitCode).toBe(3);
    expect(io.err()).toContain('no Temporal server answers at 127.0.0.1:1');
    expect(io.err()).toContain('drillbook dev');
  });

  it('makes a completion from the commands as they are', async () => {
    const io = fakeIo();

    const exitCode = await runCli(['completion', 'bash'], io);

    expect(exitCode).toBe(0);
    expect(io.out()).toContain("run) words='--mode");
    expect(io.out()).toContain('report');
  });

  it('knows three shells to complete for', async () => {
    const io = fakeIo();

    const exitCode = await runCli(['completion', 'tcsh'], io);

    expect(exitCode).toBe(3);
    expect(io.err()).toContain('bash, zsh and fish');
  });
});
