import type { IncomingMessage } from 'node:http';

import { HttpProblem } from '../wire/http-problem.js';

/** A request, read whole. */
export interface EmRequest {
  readonly method: string;
  /** As it came: path and query. */
  readonly url: string;
  /** Below /api, decoded, without a slash at the end; null when it is not below /api. */
  readonly path: string | null;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const LARGEST_BODY = 1_000_000;

/** Reads a request to its end. Throws HttpProblem 400 for what is too large to be one of ours. */
export async function readRequest(incoming: IncomingMessage): Promise<EmRequest> {
  const target = new URL(incoming.url ?? '/', 'http://simulator');
  return {
    method: incoming.method ?? 'GET',
    url: `${target.pathname}${target.search}`,
    path: pathBelowApi(target.pathname),
    query: target.searchParams,
    headers: incoming.headers,
    body: await readBody(incoming),
  };
}

/** The session's token. When a cookie is sent too, the cookie wins and the header is ignored. */
export function sessionToken(request: EmRequest): string | null {
  const cookie = /(?:^|;)\s*X-RestSvcSessionId=([^;]*)/i.exec(request.headers.cookie ?? '');
  if (cookie !== null) return cookie[1] ?? '';
  const header = request.headers['x-restsvcsessionid'];
  return typeof header === 'string' ? header : null;
}

function pathBelowApi(pathname: string): string | null {
  const match = /^\/api(\/.*)?$/.exec(pathname);
  if (match === null) return null;
  const path = (match[1] ?? '/').replace(/\/+$/, '');
  try {
    return path === '' ? '/' : decodeURIComponent(path);
  } catch {
    return null;
  }
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LARGEST_BODY) chunks.push(chunk);
  }
  if (size > LARGEST_BODY) throw new HttpProblem(400, 'The request body is too large.');
  return Buffer.concat(chunks).toString('utf8');
}
