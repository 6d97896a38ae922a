import { readFile } from 'node:fs/promises';
import { createTransport } from 'nodemailer';
import type { Delivery, DeliveryOptions } from './delivery.js';
import { foreignText } from './transport/foreign-text.js';
import { NetworkFailure } from './transport/network-failure.js';
import { Redactor } from './transport/redact.js';

const SAID_LIMIT = 200;

export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; otherwise STARTTLS, which must be had where there is a password. */
  readonly secure: boolean;
  readonly credentials: { readonly user: string; readonly password: string } | null;
}

export interface Mail {
  /** The same when it is sent again: mail programs show two of one id once. */
  readonly messageId: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

/** Hands a mail to a server, once. Never throws for what the server does. */
export async function sendMail(
  server: SmtpServer,
  mail: Mail,
  options: DeliveryOptions,
): Promise<Delivery> {
  const { host, port, secure, credentials } = server;
  const { tls, limitMilliseconds, signal } = options;
  const ca = tls.caFile === null ? null : await readFile(tls.caFile, 'utf8').catch(() => undefined);
  if (ca === undefined) {
    return failure(NetworkFailure.unreadableCa(tls.caFile ?? '').message, false);
  }
  const transport = createTransport({
    ...{ host, port, secure },
    // Without this a password would travel in clear where somebody in between leaves STARTTLS out.
    requireTLS: credentials !== null && !secure && !tls.insecure,
    ...(credentials === null
      ? {}
      : { auth: { user: credentials.user, pass: credentials.password } }),
    tls: { rejectUnauthorized: !tls.insecure, ...(ca === null ? {} : { ca }) },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const limit = AbortSignal.timeout(limitMilliseconds);
  try {
    const { rejected } = await transport.sendMail({
      ...mail,
      to: [...mail.to],
      signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
    });
    if (rejected.length === 0) return { kind: 'delivered', note: null };
    const note = `the server refused ${rejected.length} of ${mail.to.length} addresses`;
    return { kind: 'delivered', note };
  } catch (error) {
    if (limit.aborted) return failure('the server did not take it in time', true);
    return toFailure(error, credentials);
  } finally {
    transport.close();
  }
}

/** What nodemailer throws has a code of its own, and the server's answer where there was one. */
interface SmtpError {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly responseCode?: unknown;
  readonly response?: unknown;
}

// nodemailer's codes (its errors.ts) that another try does not mend.
const HOPELESS = new Set(['EAUTH', 'ENOAUTH', 'ETLS', 'EENVELOPE', 'EMESSAGE', 'ECONFIG']);

function toFailure(error: unknown, credentials: SmtpServer['credentials']): Delivery {
  const { code, message, responseCode, response } = (error ?? {}) as SmtpError;
  const name = typeof code === 'string' && /^[\w-]{1,40}$/.test(code) ? code : 'unknown';
  const words = [response, message].filter((text) => typeof text === 'string');
  const redactor = new Redactor(secretsOf(credentials));
  const said = foreignText(redactor.text(words[0] ?? 'no reason'), SAID_LIMIT);
  // 4xx of SMTP is "later", 5xx is "never" (RFC 5321, 4.2.1).
  const isNever = typeof responseCode === 'number' ? responseCode >= 500 : HOPELESS.has(name);
  return failure(`${said} (${name})`, !isNever);
}

/** The password, alone and as a logon sends it. */
function secretsOf(credentials: SmtpServer['credentials']): readonly string[] {
  if (credentials === null) return [];
  const { user, password } = credentials;
  return [password, `\0${user}\0${password}`];
}

function failure(message: string, isWorthAnotherTry: boolean): Delivery {
  return { kind: 'failed', message, isWorthAnotherTry, retryAfterSeconds: null };
}
