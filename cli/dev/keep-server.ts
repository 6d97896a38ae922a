import type { StartOptions, TemporalServer } from '../temporal-server/start-temporal-server.js';
import { restartBudget } from './restart-budget.js';

/** A Temporal server that is started again when it dies by itself. */
export interface KeptServer {
  readonly address: string;
  readonly uiAddress: string | null;
  /** Resolves, with the reason, when it died too often to be started again. */
  readonly gone: Promise<string>;
  readonly stop: () => Promise<void>;
}

export interface KeepOptions {
  readonly start: (options: StartOptions) => Promise<TemporalServer>;
  readonly options: StartOptions;
  readonly now: () => Date;
  readonly say: (text: string) => void;
}

/**
 * Starts the server and keeps it: after a death that nobody asked for it is started again on the
 * same file and port. Throws what the first start throws.
 */
export async function keepServer(keep: KeepOptions): Promise<KeptServer> {
  const budget = restartBudget(keep.now);
  let server = await keep.start(keep.options);
  const { address, uiAddress } = server;
  // Restarts keep the address: worker and commands know it.
  const again: StartOptions = {
    ...keep.options,
    port: portOf(address),
    uiPort: uiAddress === null ? null : portOf(uiAddress),
  };
  let isStopping = false;
  const watch = async (): Promise<string> => {
    for (;;) {
      const { code, signal } = await server.exited;
      if (isStopping) return 'stopped';
      const how = signal === null ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`;
      if (!budget.take()) return `Temporal's server ended (${how}) more than 5 times in 10 minutes`;
      keep.say(`Temporal's server ended by itself (${how}); starting it again on the same file`);
      server = await keep.start(again);
      keep.say(`Temporal's server answers again at ${server.address}`);
    }
  };
  const gone = watch().catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    return `Temporal's server could not be started again: ${why}`;
  });
  const stop = async (): Promise<void> => {
    isStopping = true;
    await server.stop();
  };
  return { address, uiAddress, gone, stop };
}

/** The port at the end of `host:port` or of a URL without a path. */
export function portOf(address: string): number {
  return Number(/:(\d+)\/?$/.exec(address)?.[1] ?? '7233');
}
