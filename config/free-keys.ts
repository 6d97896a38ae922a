/** Keys that begin with `x-` are free: they hold what anchors point at. */
export function withoutFreeKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const pairs: [string, unknown][] = Object.entries(value);

  return Object.fromEntries(pairs.filter(([key]) => !key.startsWith('x-')));
}
