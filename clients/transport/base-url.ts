/**
 * The root of an API on the configured host, without a slash at its end. Links from the servers
 * carry their own host names (vendor's pages show another one than was called), so all paths are
 * put behind this one and no other host is ever called. `path` is the API's own, like `/api/v3`;
 * the url may have it, or its first part, already.
 *
 * @throws TypeError when the url is not an absolute http or https URL, or carries credentials.
 */
export function apiRoot(url: string, path: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) {
    throw new TypeError('the url of a connection must begin with https:// or http://');
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw new TypeError('the url of a connection must not contain credentials');
  }
  const given = parsed.pathname.replace(/\/+$/, '');
  const known = [path, '/api'].find((tail) => given.toLowerCase().endsWith(tail)) ?? '';

  return `${parsed.origin}${given.slice(0, given.length - known.length)}${path}`;
}
