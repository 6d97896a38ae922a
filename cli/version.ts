import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The package's version, read from the nearest package.json above this file. */
export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}

/**
 * The package's own folder: one above `cli/` in the sources, two above it when built. Throws when
 * the installation is broken.
 */
export function packageFolder(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (const folder of [dirname(start), dirname(dirname(start))]) {
    if (isOurs(join(folder, 'package.json'))) return folder;
  }
  throw new Error(`no package.json of Drillbook above ${start}: the installation is incomplete`);
}

function isOurs(path: string): boolean {
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) as { name?: unknown }).name === 'drillbook';
  } catch {
    return false;
  }
}
