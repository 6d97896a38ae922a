import { element, type Element } from '../wire/element.js';

/** Builds Hrefs: always with the server's own name, whatever name the caller used. */
export interface Site {
  readonly href: (path: string) => string;
}

export function makeSite(hostName: string): Site {
  return { href: (path) => `https://${hostName}:9398/api${path}` };
}

/** A Link element, its attributes in the order of the vendor's samples. */
export function link(
  rel: string,
  href: string,
  more: { readonly type?: string; readonly name?: string } = {},
): Element {
  return element('Link', '', {
    Rel: rel,
    ...(more.type === undefined ? {} : { Type: more.type }),
    Href: href,
    ...(more.name === undefined ? {} : { Name: more.name }),
  });
}
