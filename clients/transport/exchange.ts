import type { IncomingHttpHeaders } from 'node:http';
import { httpDate } from './http-date.js';

/** One request as the transport sends it. */
export interface Request {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the API's root, with its query: `/tasks/task-1`. */
  readonly path: string;
  /** null: no body and no Content-Type; an empty text: an empty body with one. */
  readonly body: string | null;
  /** Authorization, a session's token, a media type. They never leave the transport. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the server's state changes: such a request has a connection of its own. */
  readonly mutates: boolean;
}

/** An answer, whatever its status. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** The first value of a header, whatever the case of its name (Node gives lower case). */
export function header(answer: Answer, name: string): string | null {
  const value = answer.headers[name.toLowerCase()];
  const first = Array.isArray(value) ? value[0] : value;

  return first === undefined || first === '' ? null : first;
}

/** The server's clock, from its Date header, as ISO 8601 in UTC. */
export function serverTimeOf(answer: Answer): string | null {
  const time = httpDate(header(answer, 'date') ?? '');

  return time === null ? null : new Date(time).toISOString();
}
