import { readFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import { got } from 'got';
import type { Answer, Request } from './exchange.js';
import { NetworkFailure } from './network-failure.js';
import type { TlsOptions } from './options.js';

/** No answer that we ask for comes near to it; more is refused. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** A connection that takes longer is not there. */
const CONNECT_SECONDS = 10;

/** What a transport needs to know of its server. */
export interface TransportOptions {
  /** The root of the API, without a slash at its end; see `apiRoot`. */
  readonly root: string;
  /** The one media type that is asked for, and sent unless a request says otherwise. */
  readonly mediaType: string;
  readonly tls: TlsOptions;
  readonly maxRequests: number;
  readonly requestTimeoutSeconds: number;
}

interface Trust {
  readonly rejectUnauthorized: boolean;
  readonly certificateAuthority?: Buffer;
}

/** A pair as got wants it. */
interface Agents {
  readonly http: http.Agent;
  readonly https: https.Agent;
}

/**
 * Sends one request and gives its one answer, whatever its status: no retry, no redirect, no
 * cookie, no proxy, no cache.
 */
export class Transport {
  readonly #options: TransportOptions;
  readonly #kept: Agents;
  readonly #fresh: Agents;
  #isClosed = false;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#kept = agents({ keepAlive: true, maxSockets: options.maxRequests });
    // A request on a kept connection that is reset proves nothing, and Node may find such a
    // connection dead only after sending: what changes something goes over a new one.
    this.#fresh = agents({ keepAlive: false });
  }

  /** @throws NetworkFailure when no whole answer came. */
  async send(request: Request, signal: AbortSignal | undefined): Promise<Answer> {
    if (this.#isClosed) throw NetworkFailure.closed();
    const trust = await this.#trust();
    const connection = { established: false };
    let stream: GotStream | null = null;
    try {
      stream = this.#open(request, trust, signal);
      watchConnection(stream, connection);
      const body = await readBounded(stream);

      return answerOf(stream, body);
    } catch (error) {
      throw NetworkFailure.from(error, connection.established);
    } finally {
      stream?.destroy();
    }
  }

  /** Ends all connections, and refuses what is sent later. */
  close(): void {
    this.#isClosed = true;
    for (const pair of [this.#kept, this.#fresh]) {
      pair.http.destroy();
      pair.https.destroy();
    }
  }

  #open(request: Request, trust: Trust, signal: AbortSignal | undefined): GotStream {
    return got.stream({
      url: `${this.#options.root}${request.path}`,
      method: request.method,
      headers: headersOf(request, this.#options.mediaType),
      // Without a body, even an empty one, got waits for one to be written.
      ...(isRead(request) ? {} : { body: request.body ?? '' }),
      agent: request.mutates ? { ...this.#fresh } : { ...this.#kept },
      https: trust,
      timeout: this.#timeouts(),
      retry: { limit: 0 },
      throwHttpErrors: false,
      followRedirect: false,
      ...(signal === undefined ? {} : { signal }),
    });
  }

  async #trust(): Promise<Trust> {
    const { caFile, insecure } = this.#options.tls;
    const rejectUnauthorized = !insecure;
    if (caFile === null || insecure) return { rejectUnauthorized };
    try {
      return { rejectUnauthorized, certificateAuthority: await readFile(caFile) };
    } catch {
      throw NetworkFailure.unreadableCa(caFile);
    }
  }

  #timeouts(): Readonly<Record<'lookup' | 'connect' | 'secureConnect' | 'request', number>> {
    const request = this.#options.requestTimeoutSeconds * 1_000;
    const connect = Math.min(request, CONNECT_SECONDS * 1_000);

    return { lookup: connect, connect, secureConnect: connect, request };
  }
}

function agents(options: http.AgentOptions): Agents {
  return { http: new http.Agent(options), https: new https.Agent(options) };
}

function isRead({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD';
}

function headersOf(request: Request, mediaType: string): Record<string, string> {
  return {
    'user-agent': 'drillbook',
    // Exactly one media type: a list makes XML writes fail on Enterprise Manager 9.5 U4.
    accept: mediaType,
    ...(request.body === null ? {} : { 'content-type': mediaType }),
    ...request.headers,
  };
}

type GotStream = ReturnType<typeof got.stream>;

/**
 * Notes when the connection (with TLS: its handshake and the check of the certificate) is
 * established. Node sends nothing before that, so its absence proves that nothing happened.
 */
function watchConnection(stream: GotStream, connection: { established: boolean }): void {
  const established = (): void => {
    connection.established = true;
  };
  stream.once('request', (request: http.ClientRequest) => {
    if (request.reusedSocket) established();
    // An answer of 101, never asked for: the library would wait behind it without a time limit.
    request.once('upgrade', (_response, socket) => {
      socket.destroy();
      stream.destroy(Object.assign(new Error('upgrade'), { code: 'PROTOCOL_CHANGE' }));
    });
    request.once('socket', (socket) => {
      if (request.reusedSocket) established();
      else socket.once(request.protocol === 'https:' ? 'secureConnect' : 'connect', established);
    });
  });
  // Whatever else was seen: an answer is proof of a connection.
  stream.once('response', established);
  // A second error, after the one that ended the reading, has no other listener.
  stream.on('error', () => undefined);
}

/** The decompressed body, counted as it comes in. */
async function readBounded(stream: GotStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > MAX_BODY_BYTES) throw NetworkFailure.tooLong(stream.response?.statusCode ?? 0);
    chunks.push(bytes);
  }

  return Buffer.concat(chunks, size);
}

function answerOf(stream: GotStream, body: Buffer): Answer {
  const response = stream.response;
  if (response === undefined) throw new Error('the connection ended without an answer');

  return { status: response.statusCode, headers: response.headers, body };
}
