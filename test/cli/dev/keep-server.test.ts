import { describe, expect, it } from '@jest/globals';
import { keepServer, portOf } from '../../../cli/dev/keep-server.js';
import type { StartOptions } from '../../../cli/temporal-server/start-temporal-server.js';

const options: StartOptions = {
  executable: '/bin/temporal',
  host: '127.0.0.1',
  port: 0,
  uiPort: null,
  databaseFile: '/tmp/x.db',
  logFile: null,
};

/** Servers that die at once, but for the last one. */
function dyingServers(deaths: number) {
  const starts: StartOptions[] = [];
  const start = (wanted: StartOptions) => {
    starts.push(wanted);
    const isDying = starts.length <= deaths;
    return Promise.resolve({
      address: '127.0.0.1:7299',
      uiAddress: null,
      pid: starts.length,
      exited: isDying
        ? Promise.resolve({ code: 1, signal: null })
        : new Promise<never>(() => undefined),
      stop: () => Promise.resolve(),
    });
  };
  return { start, starts };
}

describe('keepServer', () => {
  it('starts a dead server again at the same port and file', async () => {
    const { start, starts } = dyingServers(1);

    await new Promise<void>((resolve, reject) => {
      const say = (text: string): void => {
        if (text.includes('answers again')) resolve();
      };
      keepServer({ start, options, now: () => new Date(0), say }).catch(reject);
    });

    expect(starts[1]).toEqual({ ...options, port: 7299 });
  });

  it('gives up after five restarts in ten minutes', async () => {
    const { start, starts } = dyingServers(100);

    const server = await keepServer({
      start,
      options,
      now: () => new Date(0),
      say: () => undefined,
    });

    expect(await server.gone).toContain('more than 5 times in 10 minutes');
    expect(starts).toHaveLength(6);
  });
});

describe('portOf', () => {
  it.each([
    ['127.0.0.1:7233', 7233],
    ['http://127.0.0.1:8233', 8233],
  ])('reads the port of %s', (address, port) => {
    expect(portOf(address)).toBe(port);
  });
});
