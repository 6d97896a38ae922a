import { InvalidArgumentError, Option } from 'commander';

/** Inputs as they are given on the command line. */
export type Inputs = Readonly<Record<string, string>>;

/** `--mode drill|live`. */
export function modeOption(description: string): Option {
  return new Option('--mode <mode>', description).choices(['drill', 'live']);
}

/** Gathers `--input name=value`, which may be given more than once. */
export function collectInput(text: string, previous: Inputs | undefined): Inputs {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Give it as name=value.');
  const name = text.slice(0, at);
  if (previous !== undefined && Object.hasOwn(previous, name)) {
    throw new InvalidArgumentError(`The input ${name} is given twice.`);
  }
  return { ...previous, [name]: text.slice(at + 1) };
}

/** A whole number of 1 or more. */
export function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) {
    throw new InvalidArgumentError('Give a whole number of 1 or more.');
  }
  return count;
}
