import type { WrittenReply } from '../http/written-reply.js';

import type { Json } from './json.js';

/** An answer of the Console before it is written. */
export interface ConsoleReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Null: no body. */
  readonly body: Json;
}

export function consoleReply(
  status: number,
  body: Json,
  headers: Readonly<Record<string, string>> = {},
): ConsoleReply {
  return { status, headers, body };
}

export function writeConsoleReply({ status, headers, body }: ConsoleReply): WrittenReply {
  if (body === null) return { status, headers, text: '' };
  return {
    status,
    headers: { ...headers, 'Content-Type': 'application/json; charset=utf-8' },
    text: JSON.stringify(body),
  };
}
