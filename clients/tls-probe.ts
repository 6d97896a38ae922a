import { isIP } from 'node:net';
import { checkServerIdentity, connect, type PeerCertificate, type TLSSocket } from 'node:tls';

/** One certificate of a server's chain. */
export interface CertificateSight {
  readonly subject: string;
  readonly issuer: string;
  readonly validFrom: Date;
  readonly validTo: Date;
}

/** What one handshake saw. Nothing was sent over it. */
export type TlsSight =
  | {
      readonly kind: 'handshake';
      readonly protocol: string;
      /** Why the chain is not trusted (OpenSSL's code); null: it is. */
      readonly untrusted: string | null;
      /** The names that the certificate is for, when the host is none of them; null: it is. */
      readonly otherNames: string | null;
      /** The server's own first. */
      readonly chain: readonly CertificateSight[];
    }
  | { readonly kind: 'none'; readonly seen: string };

/** Makes one TLS handshake and looks at the certificates, trusted or not; never throws. */
export async function probeTls(
  host: string,
  port: number,
  options: { readonly ca: Buffer | null; readonly limitMilliseconds: number },
): Promise<TlsSight> {
  return await new Promise((resolve) => {
    const socket = connect({
      host,
      port,
      // An address is no name that a server could be asked for (RFC 6066).
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ...(options.ca === null ? {} : { ca: options.ca }),
      // To look at a certificate that is not trusted; the connection is used for nothing else.
      rejectUnauthorized: false,
    });
    const end = (sight: TlsSight): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(sight);
    };
    const timer = setTimeout(() => {
      end({ kind: 'none', seen: `no handshake within ${options.limitMilliseconds} ms` });
    }, options.limitMilliseconds);
    socket.once('secureConnect', () => {
      end(sightOf(socket, host));
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      end({ kind: 'none', seen: error.code ?? 'the handshake failed' });
    });
  });
}

function sightOf(socket: TLSSocket, host: string): TlsSight {
  const own = socket.getPeerCertificate(true);
  const isOther = checkServerIdentity(host, own) !== undefined;
  // Its type says Error; Node gives the code as text.
  const error = socket.authorizationError as unknown;
  const code = typeof error === 'string' ? error : null;
  return {
    kind: 'handshake',
    protocol: socket.getProtocol() ?? 'unknown',
    untrusted: socket.authorized || code === 'ERR_TLS_CERT_ALTNAME_INVALID' ? null : code,
    otherNames: isOther ? (own.subjectaltname ?? nameOf(own.subject)) : null,
    chain: chainOf(own),
  };
}

function chainOf(own: ReturnType<TLSSocket['getPeerCertificate']>): readonly CertificateSight[] {
  const chain: CertificateSight[] = [];
  const seen = new Set<string>();
  // The root is its own issuer.
  for (let next: PeerCertificate | undefined = own; next?.fingerprint256 !== undefined;) {
    if (seen.has(next.fingerprint256)) break;
    seen.add(next.fingerprint256);
    chain.push({
      subject: nameOf(next.subject),
      issuer: nameOf(next.issuer),
      validFrom: new Date(next.valid_from),
      validTo: new Date(next.valid_to),
    });
    next = (next as { readonly issuerCertificate?: PeerCertificate }).issuerCertificate;
  }
  return chain;
}

function nameOf(name: PeerCertificate['subject'] | undefined): string {
  const [first] = [name?.CN, name?.O, name?.OU].flat().filter((part) => part !== undefined);
  return first ?? 'no name';
}
