import type { EmRequest } from '../http/request.js';

import type { Console } from './console.js';
import type { ConsoleReply } from './console-reply.js';
import type { Caller } from './tokens.js';

export interface ConsoleContext {
  readonly console: Console;
  readonly request: EmRequest;
  readonly caller: Caller;
  /** Whether the caller's X-Client-Version knows lastSession. */
  readonly withSession: boolean;
  readonly param: (name: string) => string;
}

/** A row of the table of routes. Patterns are below /api. */
export interface ConsoleRoute {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly pattern: string;
  /** The vendor's operation id: only calls that change something have one. */
  readonly operation?: string;
  readonly handle: (context: ConsoleContext) => ConsoleReply;
}
