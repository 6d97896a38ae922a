import { wrongUse } from './command-error.js';

const LONGEST_PERSON = 200;
const LONGEST_TEXT = 2000;

/** A person as stated with `--as`, without blanks around; throws wrong use for what names nobody. */
export function statedName(text: string): string {
  // Invisible characters alone are no name either.
  if (!/[\p{L}\p{N}\p{P}\p{S}]/u.test(text)) throw wrongUse('--as is empty; give a name');
  return checked('--as', text, LONGEST_PERSON);
}

/** A reason or a note, without blanks around; empty: none is given. Throws wrong use. */
export function statedText(option: '--reason' | '--note', text: string): string {
  return checked(option, text, LONGEST_TEXT);
}

function checked(option: string, text: string, most: number): string {
  const trimmed = text.trim();
  // What the advised commands leave to be filled in.
  if (trimmed === '...') {
    throw wrongUse(`${option} is still "...": put there what is to go into the record`);
  }
  if (/\p{Cc}/u.test(trimmed)) {
    throw wrongUse(`${option} has a control character, such as a line break; leave it out`);
  }
  if (trimmed.length > most) {
    throw wrongUse(`${option} has ${trimmed.length} characters; at most ${most} are kept`);
  }
  return trimmed;
}
