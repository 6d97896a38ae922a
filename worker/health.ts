import { createServer } from 'node:http';
import { WorkerPortError } from './port-error.js';

/** Answers `GET /` with 200 while the worker polls and 503 else, on 127.0.0.1. Throws `WorkerPortError`. */
export async function serveHealth(
  port: number,
  isServing: () => boolean,
): Promise<{ close(): void }> {
  const server = createServer((_request, response) => {
    const isUp = isServing();
    response.writeHead(isUp ? 200 : 503, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ status: isUp ? 'ok' : 'not polling' }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const busy = error.code === 'EADDRINUSE';
      reject(
        new WorkerPortError(
          busy
            ? `the worker's health port ${port} is in use; choose another (worker.healthPort)`
            : `the worker's health port ${port} (worker.healthPort) can't be opened: ${error.code ?? error.message}`,
        ),
      );
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
