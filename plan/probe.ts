import type { Value } from './value.js';

/** A header of a request, its name as written. */
export interface HttpHeader {
  readonly name: string;
  readonly value: Value;
}

/** What a check looks at. */
export type CheckProbe = TcpProbe | HttpProbe | DnsProbe | ExprProbe;

export interface TcpProbe {
  readonly kind: 'tcp';
  readonly host: Value;
  readonly port: Value;
}

export interface HttpProbe {
  readonly kind: 'http';
  /** With a `connection` it may be a path, below that connection's url. */
  readonly url: Value;
  readonly method: 'GET' | 'HEAD';
  /** null: any status from 200 to 299. */
  readonly status: number | null;
  /** CEL over `json` (the parsed body, or null), `text` and `status`; null: not looked at. */
  readonly body: string | null;
  /** Missing: none. */
  readonly headers?: readonly HttpHeader[];
  /** A connection of type http: credentials, TLS, base url. Missing: none. */
  readonly connection?: string;
}

export interface DnsProbe {
  readonly kind: 'dns';
  readonly host: Value;
  readonly type: 'A' | 'AAAA' | 'CNAME';
  /** The answer must hold these and nothing else, in any order; null: any answer will do. */
  readonly addresses: readonly Value[] | null;
}

/** CEL that gives true or false, over what the run knows: no other system is asked. */
export interface ExprProbe {
  readonly kind: 'expr';
  readonly cel: string;
}
