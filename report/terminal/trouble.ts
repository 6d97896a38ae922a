import { plainText } from './plain-text.js';

/** A part of a run that failed and is tried again: Temporal keeps that, the record does not. */
export interface Trouble {
  /** The activity's id, made of the step's: `admit`, `databases/1/baseline`. */
  readonly what: string;
  readonly message: string;
}

/** What is tried again and why, in one line. */
export function renderTrouble({ what, message }: Trouble): string {
  return `${plainText(what)}  failed and is tried again: ${plainText(message)}`;
}
