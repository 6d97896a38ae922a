/** What an evidence file may hold at most: it may come from a stranger. */
export const LIMITS = {
  fileBytes: 512 * 1024 * 1024,
  entries: 10_000,
  nameCharacters: 200,
  entryBytes: 256 * 1024 * 1024,
  totalBytes: 1024 * 1024 * 1024,
  /** Unpacked bytes for each packed one, above the first megabyte. */
  ratio: 250,
} as const;

/** Below this size what an entry unpacks to is no danger, whatever the ratio. */
export const FREE_BYTES = 1024 * 1024;

/** Why the bytes are no evidence file: nothing after it was looked at. */
export class ContainerError extends Error {
  override readonly name = 'ContainerError';
}
