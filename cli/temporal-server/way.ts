import type { Environment } from './this-process.js';

/** What each way of getting a server is told. */
export interface WayOptions {
  readonly env: Environment;
  /** The folder of the executable; see `temporalCacheFolder`. */
  readonly cacheFolder: string;
  /** Called with a line for the operator, every few seconds while something takes time. */
  readonly onProgress: (line: string) => void;
}

/** What came of one way. */
export type Attempt =
  | { readonly kind: 'found'; readonly path: string; readonly version: string | null }
  | { readonly kind: 'failed'; readonly reason: string };
