import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where Temporal's worker takes the workflows from. */
export type WorkflowCode =
  { readonly workflowBundle: { readonly codePath: string } } | { readonly workflowsPath: string };

/** The bundle made by the build; from source, where there is none, the workflows themselves. */
export function workflowCode(bundlePath?: string): WorkflowCode {
  if (bundlePath !== undefined) return { workflowBundle: { codePath: bundlePath } };
  const built = fileURLToPath(new URL('../workflow-bundle.js', import.meta.url));
  if (existsSync(built)) return { workflowBundle: { codePath: built } };
  return { workflowsPath: fileURLToPath(new URL('../workflows/index.ts', import.meta.url)) };
}
