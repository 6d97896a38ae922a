import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../../config/config-error.js';
import type { Config } from '../../config/config.js';
import { loadConfig } from '../../config/load-config.js';

/** Runs work in a new folder that is removed afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'drillbook-config-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The configuration that this YAML gives, as the default file of a folder. */
export async function configOf(yaml: string, env: NodeJS.ProcessEnv = {}): Promise<Config> {
  return inFolder(async (folder) => {
    await writeFile(join(folder, 'temporal.config.yaml'), yaml);
    const { config } = await loadConfig({ file: null, env, cwd: folder });

    return config;
  });
}

/** The lines of the error that this YAML gives. */
export async function problemsOf(yaml: string, env: NodeJS.ProcessEnv = {}): Promise<string[]> {
  const error: unknown = await configOf(yaml, env).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ConfigError))
    throw new Error(`expected a ConfigError, got ${String(error)}`);

  return error.message.split('\n');
}
