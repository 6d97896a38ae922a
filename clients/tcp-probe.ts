import { connect } from 'node:net';

/** What one try to connect saw. `unclear`: it says nothing about the port (the name is unknown). */
export interface TcpSight {
  readonly state: 'open' | 'closed' | 'unclear';
  readonly seen: string;
}

/** Tries once to connect to a TCP port; never throws. A silent port counts as closed. */
export async function probeTcp(
  host: string,
  port: number,
  options: { readonly limitMilliseconds: number; readonly signal?: AbortSignal },
): Promise<TcpSight> {
  return await new Promise((resolve) => {
    const socket = connect({ host, port });
    const timer = setTimeout(() => {
      end({ state: 'closed', seen: `no answer within ${options.limitMilliseconds} ms` });
    }, options.limitMilliseconds);
    function end(sight: TcpSight): void {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', cut);
      socket.destroy();
      resolve(sight);
    }
    function cut(): void {
      end({ state: 'unclear', seen: 'cut off' });
    }
    options.signal?.addEventListener('abort', cut);
    socket.once('connect', () => {
      end({ state: 'open', seen: 'connected' });
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      end(sightOf(error));
    });
  });
}

function sightOf(error: NodeJS.ErrnoException): TcpSight {
  const code = error.code ?? 'no code';
  switch (code) {
    case 'ECONNREFUSED':
      return { state: 'closed', seen: 'connection refused' };
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return { state: 'closed', seen: `not reachable (${code})` };
    default:
      // A name that does not resolve proves nothing about the machine behind it.
      return { state: 'unclear', seen: code };
  }
}
