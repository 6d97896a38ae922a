import type { AddressInfo, Server } from 'node:net';

/**
 * Listens and gives the port. Throws an Error that says what holds it up, for example a port that
 * is taken.
 */
export async function listen(
  server: Server,
  port: number,
  host: string,
  what: string,
): Promise<number> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ port, host }, () => {
        server.off('error', reject);
        resolve();
      });
    });
  } catch (cause) {
    throw new Error(
      `Port ${port} of ${what} can't be opened on ${host}: choose another, or end what holds it`,
      { cause },
    );
  }
  return (server.address() as AddressInfo).port;
}

/** Stops listening; resolves when the last connection is gone. */
export async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  await new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}
