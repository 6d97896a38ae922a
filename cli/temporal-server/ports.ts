import net from 'node:net';

/** The port an operator asked for is taken by somebody else. */
export class PortInUseError extends Error {
  override readonly name = 'PortInUseError';
  readonly port: number;

  constructor(host: string, port: number, option: string) {
    super(
      `port ${port} on ${host} is in use, perhaps by another \`drillbook dev\`; choose another with ${option}`,
    );
    this.port = port;
  }
}

/** Throws `PortInUseError` when the port can't be listened on; `option` names the way out. */
export async function requireFreePort(host: string, port: number, option: string): Promise<void> {
  try {
    await listenOnce(host, port);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EADDRINUSE') throw new PortInUseError(host, port, option);
    if (code === 'EACCES') {
      throw new Error(
        `port ${port} on ${host} may not be used by this user; choose one above 1023 with ${option}`,
        { cause: error },
      );
    }
    throw error;
  }
}

/** A port nobody listens on. Somebody else may take it before you do. */
export async function freePort(host: string): Promise<number> {
  return await listenOnce(host, 0);
}

/** Whether something accepts connections there. */
export function answersOn(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port, timeout: 1_000 });
    const finish = (answered: boolean): void => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('connect', () => {
      finish(true);
    });
    socket.once('timeout', () => {
      finish(false);
    });
    socket.once('error', () => {
      finish(false);
    });
  });
}

function listenOnce(host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : port);
      });
    });
  });
}
