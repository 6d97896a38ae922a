import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The name and version under which runs record this engine: `drillbook/0.1.0`. */
export function engineName(): string {
  for (
    let folder = dirname(fileURLToPath(import.meta.url));
    folder !== dirname(folder);
    folder = dirname(folder)
  ) {
    const found = readVersion(join(folder, 'package.json'));
    if (found !== null) return `drillbook/${found}`;
  }
  return 'drillbook/unknown';
}

function readVersion(file: string): string | null {
  try {
    const { name, version } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    return name === 'drillbook' && typeof version === 'string' ? version : null;
  } catch {
    return null;
  }
}
