/** An address that a step may not ask; its message says why. */
export class BadUrl extends Error {
  override readonly name = 'BadUrl';
}

/**
 * The address of a request. With a connection it stays below the connection's own url, whatever
 * stands in it: the connection's credentials are for no other place.
 *
 * @throws BadUrl
 */
export function requestUrl(url: string, base: string | null): URL {
  const text = base !== null && url.startsWith('/') ? `${base}${url}` : url;
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) {
    const path = base === null ? '' : ', and is no path either';
    throw new BadUrl(`the url does not begin with http:// or https://${path}: ${shown(url)}`);
  }
  // Parsing takes `..` out of the path.
  const parsed = new URL(text);
  if (parsed.username !== '' || parsed.password !== '') {
    throw new BadUrl('the url holds credentials: use a connection of type http');
  }
  if (base !== null && !isBelow(parsed, new URL(base))) {
    throw new BadUrl(`the url is not below that of its connection (${base}): ${shown(url)}`);
  }
  return parsed;
}

function isBelow(url: URL, base: URL): boolean {
  const root = base.pathname.replace(/\/$/, '');
  const isInside = url.pathname === root || url.pathname.startsWith(`${root}/`);
  // `%2e%2e` is taken out by parsing too; an encoded slash may be decoded by the server.
  return url.origin === base.origin && isInside && !/%2f|%5c/i.test(url.pathname);
}

/** Without what may be a password. */
function shown(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//').slice(0, 200);
}
