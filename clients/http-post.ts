import { readFile } from 'node:fs/promises';
import { got, RequestError } from 'got';
import type { Delivery, DeliveryOptions } from './delivery.js';
import { foreignText } from './transport/foreign-text.js';
import { NetworkFailure } from './transport/network-failure.js';
import { Redactor } from './transport/redact.js';

/** What the other side says of a refusal is shown up to here. */
const SAID_LIMIT = 200;

/** A longer answer to a message is none that we want to know. */
const MOST_BYTES = 100_000;

/**
 * Posts JSON to a url that is itself a secret (a webhook's), once, following no redirect. Never
 * throws for what the other side does; no part of the url is in what it says.
 */
export async function postJson(
  url: string,
  body: unknown,
  options: DeliveryOptions,
): Promise<Delivery> {
  const address = addressOf(url);
  if (address === null) return failure('the url is not an http:// or https:// address', false);
  const ca = await readCa(options.tls.caFile);
  if (ca instanceof NetworkFailure) return failure(ca.message, false);
  const request = got(address, {
    method: 'POST',
    json: body,
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
    timeout: { request: options.limitMilliseconds },
    responseType: 'buffer',
    https: {
      rejectUnauthorized: !options.tls.insecure,
      ...(ca === null ? {} : { certificateAuthority: ca }),
    },
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  void request.on('downloadProgress', ({ transferred }) => {
    if (transferred > MOST_BYTES) request.cancel();
  });
  try {
    const { statusCode, headers, body: answer } = await request;
    if (statusCode >= 200 && statusCode < 300) return { kind: 'delivered', note: null };
    const redactor = new Redactor(secretsOf(address));
    const said = foreignText(redactor.text(answer.toString('utf8')), SAID_LIMIT);
    const isLater = statusCode === 408 || statusCode === 429 || statusCode >= 500;
    const words = `it answered ${statusCode}${said === '' ? '' : `: ${said}`}`;
    return { ...failure(words, isLater), retryAfterSeconds: secondsOf(headers['retry-after']) };
  } catch (error) {
    const timings = error instanceof RequestError ? error.timings : undefined;
    const stoodAt = address.protocol === 'https:' ? timings?.secureConnect : timings?.connect;
    return failure(NetworkFailure.from(error, stoodAt !== undefined).message, true);
  }
}

function failure(message: string, isWorthAnotherTry: boolean) {
  return { kind: 'failed', message, isWorthAnotherTry, retryAfterSeconds: null } as const;
}

function addressOf(text: string): URL | null {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  return url !== null && /^https?:$/.test(url.protocol) ? url : null;
}

/** All parts of the url that let somebody post, or that tell where it goes. */
function secretsOf(url: URL): readonly string[] {
  const { href, host, hostname, username, password, pathname, search } = url;
  const parts = [...pathname.split('/'), ...url.searchParams.values()];
  // As a whole too: either may be too short to be found alone in an Authorization header.
  const pair = password === '' ? '' : `${username}:${password}`;
  const encoded = [href, host, hostname, username, password, pair, pathname, search, ...parts];
  return [...encoded, ...encoded.map(decoded)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // It holds a % that is none of an encoding.
  }
}

async function readCa(file: string | null): Promise<string | null | NetworkFailure> {
  if (file === null) return null;
  try {
    return await readFile(file, 'utf8');
  } catch {
    return NetworkFailure.unreadableCa(file);
  }
}

/** Retry-After as seconds; as a date it is rare, and not worth a clock. */
function secondsOf(header: string | undefined): number | null {
  return header !== undefined && /^\d{1,6}$/.test(header) ? Number(header) : null;
}
