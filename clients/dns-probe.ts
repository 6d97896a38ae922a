import { Resolver } from 'node:dns/promises';
import { domainToASCII } from 'node:url';

export interface DnsQuestion {
  readonly host: string;
  readonly type: 'A' | 'AAAA' | 'CNAME';
}

/** `none`: the name has no such answer. `unknown`: the question was not answered. */
export type DnsSight =
  | { readonly kind: 'answer'; readonly addresses: readonly string[] }
  | { readonly kind: 'none'; readonly seen: string }
  | { readonly kind: 'unknown'; readonly seen: string };

/** What a server says of a name that is not there, or that has no record of this type. */
const NOTHING = new Set(['ENOTFOUND', 'ENODATA']);

/**
 * Asks the DNS once, and never throws for what it answers. It asks the DNS and nothing else: a name
 * in this machine's hosts file is not what clients see.
 */
export async function probeDns(
  question: DnsQuestion,
  options: {
    readonly limitMilliseconds: number;
    /** `address` or `address:port`; missing: the system's servers. */
    readonly servers?: readonly string[];
    readonly signal?: AbortSignal;
  },
): Promise<DnsSight> {
  const resolver = new Resolver({ timeout: options.limitMilliseconds, tries: 1 });
  if (options.servers !== undefined) resolver.setServers(options.servers);
  const cancel = (): void => {
    resolver.cancel();
  };
  options.signal?.addEventListener('abort', cancel, { once: true });
  // A server that is silent is asked again by the library, with longer limits each time.
  const limit = setTimeout(cancel, options.limitMilliseconds);
  try {
    const found = await resolver.resolve(domainToASCII(question.host), question.type);
    return { kind: 'answer', addresses: (found as readonly string[]).map(normalAddress).sort() };
  } catch (error) {
    const code = codeOf(error);
    if (NOTHING.has(code)) return { kind: 'none', seen: `no ${question.type} record (${code})` };
    return { kind: 'unknown', seen: `the DNS gave no answer (${code})` };
  } finally {
    clearTimeout(limit);
    options.signal?.removeEventListener('abort', cancel);
  }
}

/** One form for one address or name: `2001:DB8::0:1` is `2001:db8::1`, `Web.Example.com.` has no dot. */
export function normalAddress(address: string): string {
  const text = address.trim().toLowerCase().replace(/\.$/, '');
  if (!text.includes(':') || !URL.canParse(`http://[${text}]`)) return text;
  return new URL(`http://[${text}]`).hostname.slice(1, -1);
}

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : 'no reason given';
}
