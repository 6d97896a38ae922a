/** The code of a system error, like ENOENT; of anything else `unknown`. */
export function errorCode(error: unknown): string {
  // Not by instanceof: an error of Node's own may come from another realm.
  const hasCode = typeof error === 'object' && error !== null && 'code' in error;

  return hasCode && typeof error.code === 'string' ? error.code : 'unknown';
}
