import { createHash } from 'node:crypto';
import { extname, join } from 'node:path';
import { bundleWorkflowCode, type Logger } from '@temporalio/worker';

/** Workflows as Temporal's worker runs them, and what tells them from others. */
export interface WorkflowBundle {
  readonly code: string;
  /** SHA-256 of the code, in hex: the same wherever it was built from the same sources. */
  readonly digest: string;
}

export interface BundleOptions {
  /** The package's own folder. */
  readonly root: string;
  /** The file below it that exports the workflows. */
  readonly workflowsPath: string;
  readonly logger: Logger;
  /** For tests: stack traces then name the sources, and the digest depends on the folder. */
  readonly hasSourceMap?: boolean;
}

/**
 * Bundles the workflows. Where the package's folder is leaves no trace in the bundle, so that an
 * auditor's build of the same commit has the same digest.
 */
export async function bundleWorkflows(options: BundleOptions): Promise<WorkflowBundle> {
  const { root, workflowsPath, logger, hasSourceMap = false } = options;
  const { code } = await bundleWorkflowCode({
    workflowsPath,
    workflowInterceptorModules: [
      join(workflowsPath, '..', `audit-interceptor${extname(workflowsPath)}`),
    ],
    logger,
    // Modules are named after their paths from here.
    webpackConfigHook: (config) => ({ ...config, context: root }),
  });
  const bundle = hasSourceMap ? code : withoutSourceMap(code);
  return { code: bundle, digest: digestOf(bundle) };
}

/** SHA-256 of a bundle's text, in hex. */
export function digestOf(code: string): string {
  return createHash('sha256').update(code).digest('hex');
}

const MAP = '//# sourceMappingURL=data:application/json;charset=utf-8;base64,';

/** The map holds paths of this machine, also in its columns. The SDK wants one: an empty one will do. */
function withoutSourceMap(code: string): string {
  const at = code.lastIndexOf(MAP);
  if (at < 0) throw new Error('the workflow bundle has no source map in it');
  const empty = { version: 3, file: 'workflow-bundle.js', sources: [], names: [], mappings: '' };
  return `${code.slice(0, at)}${MAP}${Buffer.from(JSON.stringify(empty)).toString('base64')}\n`;
}
