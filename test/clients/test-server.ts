import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

/** A request as it arrived. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly body: string;
  /** Which connection of the server it came by, from 1. */
  readonly connection: number;
}

/** What is answered; `drop` ends the connection without an answer, `hang` never answers. */
export type Reply =
  | 'drop'
  | 'hang'
  | {
      readonly status: number;
      readonly body?: string | Buffer;
      readonly headers?: Readonly<Record<string, string>>;
      /** The connection is cut after this many bytes of the body. */
      readonly cutAfter?: number;
    };

export type Responder = (request: SeenRequest) => Reply;

export interface TestServer {
  readonly url: string;
  readonly port: number;
  readonly requests: readonly SeenRequest[];
  readonly connections: () => number;
  /** Ends the connections that stand, as a server does that restarts. */
  readonly dropConnections: () => void;
  readonly close: () => Promise<void>;
}

/** A server on a free port of 127.0.0.1; with a certificate it speaks TLS. */
export async function startServer(
  respond: Responder,
  certificate: { readonly key: string; readonly cert: string } | null = null,
): Promise<TestServer> {
  const requests: SeenRequest[] = [];
  const sockets = new Map<Socket, number>();
  let count = 0;
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const seen = {
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        rawHeaders: request.rawHeaders,
        body: Buffer.concat(chunks).toString('utf8'),
        connection: sockets.get(request.socket) ?? 0,
      };
      requests.push(seen);
      send(respond(seen), request, response);
    });
  };
  const server =
    certificate === null ? http.createServer(listener) : https.createServer(certificate, listener);
  server.keepAliveTimeout = 60_000;
  server.on(certificate === null ? 'connection' : 'secureConnection', (socket: Socket) => {
    count += 1;
    sockets.set(socket, count);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `${certificate === null ? 'http' : 'https'}://127.0.0.1:${port}`,
    port,
    requests,
    connections: () => count,
    dropConnections: () => {
      for (const socket of sockets.keys()) socket.destroy();
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) =>
        server.close(() => {
          resolve();
        }),
      );
    },
  };
}

function send(reply: Reply, request: IncomingMessage, response: ServerResponse): void {
  if (reply === 'hang') return;
  if (reply === 'drop') {
    request.socket.destroy();
    return;
  }
  const body = Buffer.from(reply.body ?? '');
  response.writeHead(reply.status, {
    'content-type': 'application/xml',
    'content-length': String(body.length),
    ...reply.headers,
  });
  if (reply.cutAfter === undefined) response.end(body);
  else response.write(body.subarray(0, reply.cutAfter), () => request.socket.destroy());
}
