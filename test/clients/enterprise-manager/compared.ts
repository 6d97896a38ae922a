/** What counts of a value: of a page, not what tells it from another page. */
export function compared(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('pagesCount' in value)) return value;
  const { items, pagesCount } = value as { items?: unknown; pagesCount: unknown };

  return { items, pagesCount };
}
