import { wrongUse } from './command-error.js';
import type { Io } from './io.js';

/** What is asked before something that can't be taken back. */
interface Question {
  readonly what: string;
  /** What is to be typed. */
  readonly word: string;
  readonly yes: boolean;
  /** A reason had to be given with the command: without a terminal that is word enough. */
  readonly hasReason?: boolean;
}

/**
 * Asks a person to type a word. Throws wrong use when something else is typed, or when there is no
 * terminal and neither `--yes` nor a reason was given.
 */
export async function confirm(io: Io, request: Question): Promise<void> {
  if (request.yes || (request.hasReason === true && !io.isTerminal.stdin)) return;
  io.stderr.write(`${request.what}\n`);
  if (!io.isTerminal.stdin) {
    throw wrongUse('there is no terminal to confirm this at; give --yes to confirm');
  }
  const answer = await io.ask(`Type ${request.word} to confirm: `);
  if (answer?.trim() !== request.word) {
    throw wrongUse(`not confirmed: ${request.word} was not typed; nothing was done`);
  }
}
