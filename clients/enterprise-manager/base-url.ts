/**
 * The root of the API on the configured host, without a slash at its end. Hrefs from the server
 * carry its own host name (api pages show another one than was called), so all paths are put
 * behind this one and no other host is ever called.
 *
 * @throws TypeError when the url is not an absolute http or https URL, or carries credentials.
 */
export function apiRoot(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) {
    throw new TypeError('the url of an Enterprise Manager must begin with https:// or http://');
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw new TypeError('the url of an Enterprise Manager must not contain credentials');
  }
  const path = parsed.pathname.replace(/\/+$/, '').replace(/\/api$/i, '');

  return `${parsed.origin}${path}/api`;
}
