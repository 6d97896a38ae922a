import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { nodeExecutable } from './this-process.js';

/** A program and its arguments. */
export interface Command {
  readonly command: string;
  readonly args: readonly string[];
}

/**
 * The command that runs one of our own modules in a process of its own: plainly from dist/, through
 * tsx when we run from TypeScript sources ourselves. `url` is the module's with the ending `.js`.
 */
export function commandForOwnModule(url: URL, args: readonly string[]): Command {
  const here = import.meta.url;
  if (!here.endsWith('.ts')) {
    return { command: nodeExecutable(), args: [fileURLToPath(url), ...args] };
  }
  const tsx = pathToFileURL(createRequire(here).resolve('tsx')).href;
  const source = fileURLToPath(url).replace(/\.js$/, '.ts');
  return { command: nodeExecutable(), args: ['--import', tsx, source, ...args] };
}
