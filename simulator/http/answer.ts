import type { Element } from '../wire/element.js';

/** What a route answers, before it is written as XML or JSON. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Element | null;
}

export function answer(
  status: number,
  body: Element | null,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return { status, headers, body };
}
