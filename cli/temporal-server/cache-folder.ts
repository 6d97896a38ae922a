import path from 'node:path';
import { homeFolder, operatingSystem, type Environment } from './this-process.js';

/**
 * The version of Temporal's command line that is downloaded or built. Newer tags have replace
 * directives in their go.mod, and `go install` refuses those.
 */
export const TEMPORAL_CLI_VERSION = '1.5.1';

/**
 * The folder that holds the downloaded or built executable: `$XDG_CACHE_HOME` or `~/.cache`, on macOS
 * `~/Library/Caches`, on Windows `%LOCALAPPDATA%`, and there `drillbook/temporal-cli/<version>`.
 */
export function temporalCacheFolder(env: Environment): string {
  return path.join(userCacheFolder(env), 'drillbook', 'temporal-cli', TEMPORAL_CLI_VERSION);
}

function userCacheFolder(env: Environment): string {
  const home = env['HOME'] ?? homeFolder();
  // A relative XDG_CACHE_HOME is to be ignored (XDG base directory specification).
  const xdg = env['XDG_CACHE_HOME'] ?? '';
  if (path.isAbsolute(xdg)) return xdg;
  switch (operatingSystem()) {
    case 'darwin':
      return path.join(home, 'Library', 'Caches');
    case 'win32':
      return env['LOCALAPPDATA'] ?? path.join(homeFolder(), 'AppData', 'Local');
    default:
      return path.join(home, '.cache');
  }
}
