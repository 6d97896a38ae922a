import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DefaultLogger, type WorkflowBundleOption } from '@temporalio/worker';
import { bundleWorkflows, digestOf, type WorkflowBundle } from './bundle-workflows.js';

/** The workflows of this installation, and what tells them from those of others. */
export interface WorkflowCode {
  readonly workflowBundle: WorkflowBundleOption;
  /** SHA-256 of the bundle, in hex. */
  readonly digest: string;
}

/** The bundle made by the build; from source, where there is none, one that is made now. */
export async function workflowCode(bundlePath?: string): Promise<WorkflowCode> {
  const built = fileURLToPath(new URL('../workflow-bundle.js', import.meta.url));
  const codePath = bundlePath ?? (existsSync(built) ? built : null);
  if (codePath !== null) {
    return { workflowBundle: { codePath }, digest: digestOf(await readFile(codePath, 'utf8')) };
  }
  const { code, digest } = await (fromSource ??= bundleSource());
  return { workflowBundle: { code }, digest };
}

/** Made once in a process: it takes a second or two. */
let fromSource: Promise<WorkflowBundle> | null = null;

function bundleSource(): Promise<WorkflowBundle> {
  const workflowsPath = fileURLToPath(new URL('../workflows/index.ts', import.meta.url));
  const root = dirname(dirname(workflowsPath));
  return bundleWorkflows({ root, workflowsPath, logger: new DefaultLogger('WARN') });
}
