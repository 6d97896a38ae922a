import { buildsOf } from '../parts/derive-parts.js';
import type { RunTree } from '../tree.js';

/** Whether the workflow code that is here is the one of the record. */
export type BundleChoice =
  | { readonly fits: true }
  /** `needed` are the builds that are not here: names with versions, and digests. */
  | { readonly fits: false; readonly needed: readonly string[] };

/**
 * Compares the digest of the code that is here with those on record. The build of a workflow's last
 * task counts: it had to go through the whole history itself. Code is never taken from the evidence.
 */
export function chooseBundle({ histories }: RunTree, digest: string): BundleChoice {
  const needed = new Set<string>();
  for (const workflow of histories) {
    const last = buildsOf(workflow).at(-1)?.buildId;
    if (last !== undefined && !last.endsWith(`+${digest}`)) needed.add(last);
  }
  return needed.size === 0 ? { fits: true } : { fits: false, needed: [...needed] };
}

/** A build id in words: `drillbook 0.1.0 (workflow code sha256:...)`. */
export function buildWords(buildId: string): string {
  const found = /^(@?[^@]+)@([^+]+)\+([0-9a-f]+)$/.exec(buildId);
  if (found === null) return buildId === '' ? 'a build without a name' : buildId;
  const [, name = '', version = '', digest = ''] = found;
  return `${name} ${version} (workflow code sha256:${digest})`;
}
