export type MediaType = 'xml' | 'json';

/** What an Accept header asks for; XML when it asks for nothing that we know. */
export function acceptedType(accept: string | undefined): MediaType {
  return isJson(accept) && !isXml(accept) ? 'json' : 'xml';
}

/**
 * An Accept with both types makes a server misread every XML body as JSON: seen on 9.5 U4
 * (benyoung.blog, "node root does not exist").
 */
export function acceptsBoth(accept: string | undefined): boolean {
  return isJson(accept) && isXml(accept);
}

/** The type of a request's body by its Content-Type; null when it is neither. */
export function bodyType(contentType: string | undefined): MediaType | null {
  if (isXml(contentType)) return 'xml';
  return isJson(contentType) ? 'json' : null;
}

function isJson(header: string | undefined): boolean {
  return header !== undefined && /\bapplication\/json\b/i.test(header);
}

function isXml(header: string | undefined): boolean {
  return header !== undefined && /\b(?:application|text)\/xml\b/i.test(header);
}
