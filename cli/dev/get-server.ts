import { SEARCH_ATTRIBUTES } from '../../plan/search-attributes.js';
import { wrongUse } from '../command-error.js';
import type { Io } from '../io.js';
import type { StartOptions } from '../temporal-server/start-temporal-server.js';
import { keepServer, type KeptServer } from './keep-server.js';

/** Finds or builds Temporal's server and starts it; what it takes is said on stderr. */
export async function getServer(
  wanted: Pick<
    StartOptions,
    'port' | 'uiPort' | 'databaseFile' | 'logFile' | 'namespace' | 'moreNamespaces'
  >,
  io: Io,
): Promise<KeptServer> {
  const [{ findTemporalServer, temporalCacheFolder }, { startTemporalServer }] = await Promise.all([
    import('../temporal-server/find-temporal-server.js'),
    import('../temporal-server/start-temporal-server.js'),
  ]);
  const say = (text: string): void => {
    io.stderr.write(`${text}\n`);
  };
  const found = await findTemporalServer({
    env: io.env,
    cacheFolder: temporalCacheFolder(io.env),
    onProgress: say,
  });
  try {
    return await keepServer({
      start: startTemporalServer,
      options: {
        ...wanted,
        executable: found.path,
        host: '127.0.0.1',
        searchAttributes: Object.entries(SEARCH_ATTRIBUTES),
      },
      now: io.now,
      say,
    });
  } catch (error) {
    throw wrongUse(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
