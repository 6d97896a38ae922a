import type { AddressInfo, Socket } from 'node:net';
import net from 'node:net';

/** A server that says what it is told, byte for byte, whether that is HTTP or not. */
export interface RawServer {
  readonly url: string;
  /** First lines of the requests. */
  readonly requests: readonly string[];
  /** How many bytes of answers were taken off its hands, by its sockets. */
  readonly written: () => number;
  /** When no connection is left; the client is to end them, so this may be never. */
  readonly isLeft: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Answers each request, given its first line and its body, on the socket that it came by. */
type Answering = (socket: Socket, request: string) => void;

export async function startRawServer(answer: Answering): Promise<RawServer> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  let written = 0;
  const server = net.createServer((socket) => {
    sockets.add(socket);
    let seen = '';
    socket.on('error', () => undefined);
    socket.on('close', () => {
      written += socket.bytesWritten;
      sockets.delete(socket);
    });
    socket.on('data', (chunk: Buffer) => {
      seen += chunk.toString('latin1');
      const request = wholeRequest(seen);
      if (request === null) return;
      seen = '';
      requests.push(request.split('\r\n')[0] ?? '');
      answer(socket, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    written: () => written,
    isLeft: async () => {
      await Promise.all(
        [...sockets].map((socket) => new Promise((left) => socket.once('close', left))),
      );
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) =>
        server.close(() => {
          resolve();
        }),
      );
    },
  };
}

/** The clients send no chunked bodies. */
function wholeRequest(seen: string): string | null {
  const end = seen.indexOf('\r\n\r\n');
  if (end === -1) return null;
  const length = Number(/^content-length: *(\d+)/im.exec(seen.slice(0, end))?.[1] ?? 0);

  return seen.length >= end + 4 + length ? seen : null;
}

/** A whole answer with its length. */
export function answerOf(body: string, headers = '', status = '200 OK'): string {
  return `HTTP/1.1 ${status}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${headers}\r\n${body}`;
}

/** Writes the same piece again and again, as fast as it is taken, for at most so many bytes. */
export function pour(socket: Socket, piece: Buffer, most: number): void {
  let poured = 0;
  const go = (): void => {
    while (poured < most && !socket.destroyed) {
      poured += piece.length;
      if (!socket.write(piece)) {
        socket.once('drain', go);
        return;
      }
    }
  };
  go();
}

/** Writes a piece now and then, until the other side has gone. */
export function drip(socket: Socket, piece: string): void {
  const timer = setInterval(() => socket.write(piece), 20);
  socket.on('close', () => {
    clearInterval(timer);
  });
}
