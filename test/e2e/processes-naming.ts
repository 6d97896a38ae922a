import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The processes whose command line holds this text: id and command line, one a line. */
export async function processesNaming(text: string): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)('ps', ['-axww', '-o', 'pid=,command=']);
  return stdout
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.includes(text));
}
