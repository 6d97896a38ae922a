import { sendHttp, type HttpReply } from '../clients/http-request.js';
import { foreignText } from '../clients/transport/foreign-text.js';
import { redact } from '../clients/transport/redact.js';
import { evaluateExpression, ExpressionError, responseValues } from '../plan/expression.js';
import type { Json } from '../plan/json.js';
import type { Dependencies } from './dependencies.js';
import type { HttpAnswered, HttpInput, HttpOutput, HttpTarget } from './http-contract.js';
import { requestUrl } from './http-url.js';

/** Where no connection says another limit. */
export const PLAIN_LIMIT_SECONDS = 30;

const SYSTEM_TLS = { caFile: null, insecure: false };

const SEEN_LENGTH = 300;

export interface Exchange {
  readonly reply: HttpReply;
  /** "POST https://tickets.example.com/api/changes", for messages. */
  readonly what: string;
  readonly secrets: readonly string[];
}

/** What an answer must be: any of these statuses (null: 200 to 299), and CEL over the answer. */
export interface Expectation {
  readonly status: readonly number[] | null;
  readonly body: string | null;
}

/**
 * Sends a request once, with the credentials of its connection.
 *
 * @throws BadUrl, ConfigError: nothing was sent.
 */
export async function exchange(
  dependencies: Dependencies,
  request: HttpTarget & { readonly body: string | null },
  options: {
    readonly limitSeconds: number;
    readonly signal?: AbortSignal;
    /** Told when all is ready, just before it is sent. */
    readonly onSending?: () => void;
  },
): Promise<Exchange> {
  const { method, connection, body } = request;
  const server = connection === null ? null : dependencies.http(connection);
  const url = requestUrl(request.url, server?.url ?? null);
  const { headers: own, secrets } = (await server?.headers()) ?? { headers: {}, secrets: [] };
  const given = request.headers.map(({ name, value }) => [name, value] as const);
  const limit = server?.requestTimeoutSeconds ?? PLAIN_LIMIT_SECONDS;
  options.onSending?.();
  const reply = await sendHttp(
    // What the connection sets can't be changed by a runbook.
    { method, url, headers: merged(given, Object.entries(own)), body },
    {
      tls: server?.tls ?? SYSTEM_TLS,
      limitSeconds: Math.max(1, Math.min(limit, options.limitSeconds)),
      secrets,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    },
  );
  const what = `${method} ${redact(`${url.origin}${url.pathname}`, secrets)}`;
  return { reply, what, secrets };
}

/** Names of headers have no case; the later one stays. */
function merged(
  ...groups: readonly (readonly (readonly [string, string])[])[]
): Record<string, string> {
  return Object.fromEntries(
    groups.flat().map(([name, value]) => [name.toLowerCase(), value] as const),
  );
}

/** Whether an answer is the expected one, and what was seen. */
export function judgeAnswer(
  answer: { readonly status: number; readonly text: string },
  expect: Expectation,
): { readonly held: boolean; readonly seen: string } {
  const { status, text } = answer;
  const isStatus =
    expect.status === null ? status >= 200 && status < 300 : expect.status.includes(status);
  if (!isStatus || expect.body === null) return { held: isStatus, seen: `status ${status}` };
  try {
    const result = evaluateExpression(expect.body, responseValues(parse(text), text, status));
    const shown = foreignText(JSON.stringify(result), SEEN_LENGTH);
    return { held: result === true, seen: `status ${status}, body: ${shown}` };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const words = `status ${status}, body could not be judged: ${error.message}`;
    return { held: false, seen: foreignText(words, SEEN_LENGTH) };
  }
}

/** An answer as a step keeps it, and whether it is the expected one. */
export function answered(
  { reply, secrets }: Exchange & { readonly reply: HttpReply & { kind: 'answer' } },
  input: Pick<HttpInput, 'expect' | 'kept'>,
): HttpAnswered {
  return { ...judgeAnswer(reply, input.expect), output: outputOf(reply, secrets, input.kept) };
}

function outputOf(
  { status, text }: { readonly status: number; readonly text: string },
  secrets: readonly string[],
  kept: HttpInput['kept'],
): HttpOutput {
  const clean = redact(text, secrets);
  const json = parse(clean);
  const isTooLong = json !== null && JSON.stringify(json).length > kept.json;
  return {
    status,
    json: isTooLong ? null : json,
    text: foreignText(clean, kept.text),
    message: isTooLong ? `the answer's JSON has more than ${kept.json} characters: not kept` : null,
  };
}

/** null where the body is no JSON. */
function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}
