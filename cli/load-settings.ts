import type { Config } from '../config/config.js';
import type { GlobalOptions } from './global-options.js';
import type { Io } from './io.js';

/**
 * Reads the configuration that a command asks for. Throws ConfigError. What is allowed but
 * dangerous is in its `warnings`: the commands that use the connections tell (`tellWarnings`).
 */
export async function loadSettings(
  globals: Pick<GlobalOptions, 'config'>,
  io: Pick<Io, 'cwd' | 'env'>,
): Promise<Config> {
  const { loadConfig } = await import('../config/load-config.js');
  const { config } = await loadConfig({ file: globals.config, env: io.env, cwd: io.cwd });
  return config;
}

/** Writes a configuration's warnings to stderr. */
export function tellWarnings({ warnings }: Config, io: Pick<Io, 'stderr'>): void {
  for (const warning of warnings) io.stderr.write(`warning: ${warning}\n`);
}
