/** Where an executable came from. */
export type ServerOrigin = 'path' | 'cache' | 'sdk-download' | 'go-build';

/** Why each way that was tried led to nothing. */
export type Failures = Map<ServerOrigin, string>;

/** There is no Temporal server, and none could be got. The message names all five ways. */
export class TemporalServerNotFoundError extends Error {
  override readonly name = 'TemporalServerNotFoundError';

  constructor(cachedFile: string, failures: ReadonlyMap<ServerOrigin, string>) {
    super(describe(cachedFile, failures));
  }
}

function describe(cachedFile: string, failures: ReadonlyMap<ServerOrigin, string>): string {
  const why = (origin: ServerOrigin): string => failures.get(origin) ?? 'not tried';
  return [
    "Temporal's server was not found, and could not be got. Any one of these is enough:",
    '  1. a server that runs already: set TEMPORAL_ADDRESS=HOST:PORT, or temporal.address in temporal.config.yaml',
    `  2. the \`temporal\` command on PATH (https://docs.temporal.io/cli): ${why('path')}`,
    `  3. the same command in the cache folder, as ${cachedFile}: ${why('cache')}`,
    `  4. the SDK's download from https://temporal.download: ${why('sdk-download')}`,
    `  5. a build with Go: ${why('go-build')}`,
  ].join('\n');
}
