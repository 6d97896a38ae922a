import { describe, expect, it } from '@jest/globals';
import { runIn } from './runbook-folder.js';

const UGLY = `steps: [{wait: 1s, id: settle}] # all
id: ugly
apiVersion: drillbook/v1
`;
const PRETTY = `apiVersion: drillbook/v1
id: ugly
steps: [{ id: settle, wait: 1s }] # all
`;
const files = { 'ugly.yaml': UGLY, 'pretty.yaml': PRETTY };

describe('fmt', () => {
  it('prints the formatted runbook and writes nothing', async () => {
    const { exitCode, io, after } = await runIn(['fmt', 'ugly.yaml'], { files });

    expect(exitCode).toBe(0);
    expect(io.out()).toBe(PRETTY);
    expect(after['ugly.yaml']).toBe(UGLY);
  });

  it('writes those that change, and leaves nothing else behind', async () => {
    const { exitCode, io, after } = await runIn(['fmt', '--write', 'ugly.yaml', 'pretty.yaml'], {
      files,
    });

    expect(exitCode).toBe(0);
    expect(io.out()).toBe('ugly.yaml: formatted\n');
    expect(after['ugly.yaml']).toBe(PRETTY);
    expect(Object.keys(after).sort()).toEqual(
      ['bad.yaml', 'good.yaml', 'live.yaml', 'pretty.yaml', 'silenced.yaml', 'ugly.yaml'].sort(),
    );
  });

  it('ends with 1 and names the file when one would change', async () => {
    const { exitCode, io, after } = await runIn(['fmt', '--check', 'ugly.yaml', 'pretty.yaml'], {
      files,
    });

    expect(exitCode).toBe(1);
    expect(io.out()).toBe('ugly.yaml: would be formatted\n');
    expect(after['ugly.yaml']).toBe(UGLY);
  });

  it('ends with 0 when none would change', async () => {
    const { exitCode, io } = await runIn(['fmt', '--check', 'pretty.yaml', '--json'], { files });

    expect(exitCode).toBe(0);
    expect(JSON.parse(io.out())).toEqual({ files: [{ file: 'pretty.yaml', changed: false }] });
  });

  it('writes none when one has errors, and ends with 2', async () => {
    const { exitCode, io, after } = await runIn(['fmt', '--write', 'ugly.yaml', 'bad.yaml'], {
      files,
    });

    expect(exitCode).toBe(2);
    expect(io.err()).toContain('bad.yaml:5:5');
    expect(io.err()).toContain('nothing was written');
    expect(after['ugly.yaml']).toBe(UGLY);
  });

  it.each([
    [['fmt', 'ugly.yaml', 'pretty.yaml'], '--write'],
    [['fmt', '--check', '--write', 'ugly.yaml'], 'exclude each other'],
    [['fmt', 'gone.yaml'], 'there is no such file'],
  ])('refuses %j', async (argv, words) => {
    const { exitCode, io } = await runIn(argv, { files });

    expect(exitCode).toBe(3);
    expect(io.err()).toContain(words);
  });
});
