import type { CallRecord } from './call-record.js';
import type { ClientErrorKind } from './client-error.js';
import { judgeStatus } from './transport/answer-failure.js';
import { type Answer, type Request, serverTimeOf } from './transport/exchange.js';
import { digest, kept } from './transport/kept-body.js';
import { NetworkFailure } from './transport/network-failure.js';
import type { TlsOptions } from './transport/options.js';
import type { Redactor } from './transport/redact.js';
import { Transport } from './transport/transport.js';

/** One request to any server, as a step or a check wants it. */
export interface HttpRequest {
  readonly method: Request['method'];
  /** Absolute; http or https. */
  readonly url: URL;
  /** By name; those of a connection hold its credentials and are recorded nowhere. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface HttpOptions {
  readonly tls: TlsOptions;
  readonly limitSeconds: number;
  /** What must not stand in a record, an output or an error. */
  readonly redactor: Redactor;
  readonly signal?: AbortSignal;
}

/**
 * What came of one request. `proves`: null for an answer from 200 to 299, else what its status
 * proves; of a request without an answer, whether it can have been acted upon.
 */
export type HttpReply =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly text: string;
      readonly proves: ClientErrorKind | null;
      readonly retryAfterSeconds: number | null;
      readonly call: CallRecord;
    }
  | {
      readonly kind: 'none';
      readonly proves: 'not-sent' | 'unclear' | 'undecodable';
      /** A sentence without a capital: "nothing listens there: ... (ECONNREFUSED)". */
      readonly seen: string;
      readonly call: CallRecord;
    };

/**
 * Sends a request once: no retry, no redirect (its credentials would go to another host), no
 * cookie, no proxy. What changes something goes over a connection of its own, so that one which was
 * never established proves that nothing happened. Never throws for what the other side does.
 */
export async function sendHttp(request: HttpRequest, options: HttpOptions): Promise<HttpReply> {
  const { url, method, body } = request;
  const { redactor } = options;
  const transport = new Transport({
    root: url.origin,
    mediaType: 'application/json',
    tls: options.tls,
    maxRequests: 1,
    requestTimeoutSeconds: options.limitSeconds,
  });
  const startedAt = new Date().toISOString();
  const begin = performance.now();
  const record = (answer: Answer | null, failure: ClientErrorKind | null): CallRecord => ({
    operation: 'http',
    method,
    path: redactor.text(`${url.origin}${url.pathname}${url.search}`),
    status: answer?.status ?? null,
    startedAt,
    milliseconds: Math.round(performance.now() - begin),
    failure,
    requestBody: body === null ? null : kept(body, redactor),
    responseBody: answer === null ? null : kept(answer.body.toString('utf8'), redactor),
    responseDigest: answer === null ? null : digest(answer.body),
    serverTime: answer === null ? null : serverTimeOf(answer),
  });
  try {
    const answer = await transport.send(
      {
        method,
        path: `${url.pathname}${url.search}`,
        body,
        headers: { accept: 'application/json, */*', ...lowerCase(request.headers) },
        mutates: method !== 'GET' && method !== 'HEAD',
      },
      options.signal,
    );
    const verdict = judgeStatus(answer);
    return {
      kind: 'answer',
      status: answer.status,
      text: answer.body.toString('utf8'),
      proves: verdict?.kind ?? null,
      retryAfterSeconds: verdict?.retryAfterSeconds ?? null,
      call: record(answer, verdict?.kind ?? null),
    };
  } catch (error) {
    // Anything else was thrown by the signal, before the request was sent.
    const failure = error instanceof NetworkFailure ? error : NetworkFailure.aborted();
    const seen = redactor.text(failure.message);
    return { kind: 'none', proves: failure.kind, seen, call: record(null, failure.kind) };
  } finally {
    transport.close();
  }
}

/** Names of headers have no case: a step's own replaces the one that goes with every request. */
function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
