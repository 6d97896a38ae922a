import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { EngineBuild } from '../plan/engine-build.js';
import { engineName } from './engine.js';
import { workflowCode } from './workflow-code.js';

/** What this installation is, for the record and for who replays it. */
export async function engineBuild(bundlePath?: string): Promise<EngineBuild> {
  const { digest } = await workflowCode(bundlePath);
  return { engine: engineName(), commit: commit(), bundle: `sha256:${digest}`, sdk: sdkVersion() };
}

/**
 * The name under which Temporal records the worker of each workflow task: with it a history says
 * which bundle it came from.
 */
export function buildId({ engine, bundle }: EngineBuild): string {
  return `${engine.replace('/', '@')}+${bundle.replace('sha256:', '')}`;
}

/** Written by the build, from git; null: built without it, or run from source. */
function commit(): string | null {
  try {
    const file = fileURLToPath(new URL('../build.json', import.meta.url));
    const { commit: found } = JSON.parse(readFileSync(file, 'utf8')) as { commit?: unknown };
    return typeof found === 'string' ? found : null;
  } catch {
    return null;
  }
}

function sdkVersion(): string {
  const require = createRequire(import.meta.url);
  const { version } = require('@temporalio/worker/package.json') as { version: string };
  return `@temporalio/worker@${version}`;
}
