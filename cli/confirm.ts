import { wrongUse } from './command-error.js';
import type { Io } from './io.js';

/**
 * Asks a person to type a word before something that can't be taken back. Throws wrong use when
 * something else is typed, or when there is no terminal and `--yes` was not given.
 */
export async function confirm(
  io: Io,
  request: { readonly what: string; readonly word: string; readonly yes: boolean },
): Promise<void> {
  if (request.yes) return;
  io.stderr.write(`${request.what}\n`);
  if (!io.isTerminal.stdin) {
    throw wrongUse('there is no terminal to confirm this at; give --yes to confirm');
  }
  const answer = await io.ask(`Type ${request.word} to confirm: `);
  if (answer?.trim() !== request.word) {
    throw wrongUse(`not confirmed: ${request.word} was not typed; nothing was done`);
  }
}
