/** Facts of a request that got no whole answer. It holds no error of the HTTP library's. */
export class NetworkFailure extends Error {
  override readonly name = 'NetworkFailure';
  readonly kind: 'not-sent' | 'unclear' | 'undecodable';
  /** The status, where the head of an answer had come. */
  readonly status: number | null;

  private constructor(kind: NetworkFailure['kind'], message: string, status: number | null = null) {
    super(message);
    this.kind = kind;
    this.status = status;
  }

  /** What was thrown while sending or reading, judged by whether a connection stood. */
  static from(error: unknown, established: boolean): NetworkFailure {
    if (error instanceof NetworkFailure) return error;
    const code = codeOf(error);
    const cause = sentence(code, established);

    return new NetworkFailure(established ? 'unclear' : 'not-sent', cause);
  }

  static aborted(): NetworkFailure {
    return new NetworkFailure('not-sent', 'the call was cancelled before it was sent');
  }

  static closed(): NetworkFailure {
    return new NetworkFailure('not-sent', 'the client is closed');
  }

  static unreadableCa(file: string): NetworkFailure {
    return new NetworkFailure(
      'not-sent',
      `the file with the certificate authority can't be read: ${file} (tls.caFile)`,
    );
  }

  static tooLong(status: number): NetworkFailure {
    return new NetworkFailure('undecodable', 'the answer is longer than 10 MB', status);
  }
}

function codeOf(error: unknown): string {
  // Not by instanceof: an error of Node's own may come from another realm.
  if (typeof error !== 'object' || error === null) return 'unknown';
  const code = 'code' in error ? error.code : 'name' in error ? error.name : null;

  return typeof code === 'string' && /^[\w-]{1,60}$/.test(code) ? code : 'unknown';
}

const UNTRUSTED =
  "the server's certificate is not trusted: name its certificate authority in tls.caFile";

// Codes of Node's sockets, its resolver and OpenSSL's verification.
const BEFORE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there: check host and port, and that the service runs',
  ENOTFOUND: 'the host name is not known: check it and the DNS',
  EAI_AGAIN: 'the DNS does not answer',
  EHOSTUNREACH: 'the host is not reachable from here',
  ENETUNREACH: 'the network is not reachable from here',
  ETIMEDOUT: 'the host does not answer: check address and firewall',
  ECONNRESET: 'the connection was ended before it was established',
  ABORT_ERR: 'the call was cancelled',
  ERR_ABORTED: 'the call was cancelled',
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  CERT_SIGNATURE_FAILURE: UNTRUSTED,
  CERT_HAS_EXPIRED: "the server's certificate has expired",
  CERT_NOT_YET_VALID: "the server's certificate is not valid yet: check the clocks",
  ERR_TLS_CERT_ALTNAME_INVALID:
    "the server's certificate is for another host name: use the name it was made for in the url",
  EPROTO: 'the server does not speak TLS there: check the port',
};

const AFTER: Readonly<Record<string, string>> = {
  ETIMEDOUT: 'no answer came in time',
  ECONNRESET: 'the connection was ended before the answer came',
  EPIPE: 'the connection was ended before the answer came',
  PROTOCOL_CHANGE: 'the server wants to change the protocol: check host and port',
  ABORT_ERR: 'the call was cancelled after it was sent',
  ERR_ABORTED: 'the call was cancelled after it was sent',
};

function sentence(code: string, established: boolean): string {
  const known = (established ? AFTER : BEFORE)[code];
  const fallback = established ? 'no whole answer came' : 'no connection could be made';

  return `${known ?? fallback} (${code})`;
}
