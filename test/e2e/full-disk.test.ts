import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { builtCommand } from './built-command.js';

interface Ended {
  readonly exitCode: number;
  readonly stderr: string;
}

describe('results that nobody can have', () => {
  let command: string;
  let folder: string;

  beforeAll(async () => {
    command = await builtCommand();
    folder = await mkdtemp(path.join(tmpdir(), 'drillbook-full-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  /** Runs `schema`, which prints more than a block, in a shell: `$COMMAND` is the command with its arguments. */
  function shell(script: string, args = 'schema'): Promise<Ended> {
    const env = {
      ...process.env,
      NODE_OPTIONS: '',
      COMMAND: `${process.execPath} ${command} ${args}`,
    };
    return new Promise((resolve) => {
      execFile('sh', ['-c', script], { cwd: folder, env }, (error, _stdout, stderr) => {
        resolve({ exitCode: error === null ? 0 : Number(error.code), stderr });
      });
    });
  }

  it.each(['schema', '--help', 'completion bash'])(
    'end %s with 3 on a full disk, and no stack trace',
    async (args) => {
      const ended = await shell('$COMMAND >/dev/full', args);

      expect(ended).toEqual({
        exitCode: 3,
        stderr: "drillbook: stdout can't be written (ENOSPC)\n",
      });
    },
  );

  it('end with 3 when the disk is full in the midst of them', async () => {
    // The limit of a file's size stands for the end of the disk: a write is cut, the next one fails.
    const ended = await shell("trap '' XFSZ; ulimit -f 1; $COMMAND >result.json");

    expect(ended).toEqual({ exitCode: 3, stderr: "drillbook: stdout can't be written (EFBIG)\n" });
  });

  it('are no matter to who has read enough, and a full stderr is none to the result', async () => {
    expect(await shell('$COMMAND | head -c 1 >/dev/null')).toEqual({ exitCode: 0, stderr: '' });
    expect(await shell('$COMMAND 2>/dev/full >/dev/null', 'runs --jsn')).toMatchObject({
      exitCode: 3,
    });
  });
});
