import { sendHttp, type HttpReply } from '../clients/http-request.js';
import { foreignText } from '../clients/transport/foreign-text.js';
import { Redactor } from '../clients/transport/redact.js';
import { evaluateExpression, ExpressionError, responseValues } from '../plan/expression.js';
import type { Json } from '../plan/json.js';
import type { Dependencies } from './dependencies.js';
import type { HttpAnswered, HttpInput, HttpOutput, HttpTarget } from './http-contract.js';
import { requestUrl } from './http-url.js';

/** Where no connection says another limit. */
export const PLAIN_LIMIT_SECONDS = 30;

const NOTHING_HIDDEN = { headers: {}, redactor: new Redactor([]) };

const SYSTEM_TLS = { caFile: null, insecure: false };

const SEEN_LENGTH = 300;

export interface Exchange {
  readonly reply: HttpReply;
  /** "POST https://tickets.example.com/api/changes", for messages. */
  readonly what: string;
  /** Of what the connection hides. */
  readonly redactor: Redactor;
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
  const { headers: own, redactor } = (await server?.headers()) ?? NOTHING_HIDDEN;
  const given = request.headers.map(({ name, value }) => [name, value] as const);
  const limit = server?.requestTimeoutSeconds ?? PLAIN_LIMIT_SECONDS;
  options.onSending?.();
  const reply = await sendHttp(
    // What the connection sets can't be changed by a runbook.
    { method, url, headers: merged(given, Object.entries(own)), body },
    {
      tls: server?.tls ?? SYSTEM_TLS,
      limitSeconds: Math.max(1, Math.min(limit, options.limitSeconds)),
      redactor,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    },
  );
  const what = `${method} ${redactor.text(`${url.origin}${url.pathname}`)}`;
  return { reply, what, redactor };
}

/** Names of headers have no case; the later one stays. */
function merged(
  ...groups: readonly (readonly (readonly [string, string])[])[]
): Record<string, string> {
  return Object.fromEntries(
    groups.flat().map(([name, value]) => [name.toLowerCase(), value] as const),
  );
}

/** Whether an answer is the expected one, and what was seen, without secrets. */
export function judgeAnswer(
  answer: { readonly status: number; readonly text: string },
  expect: Expectation,
  redactor: Redactor,
): { readonly held: boolean; readonly seen: string } {
  const { status, text } = answer;
  const isStatus =
    expect.status === null ? status >= 200 && status < 300 : expect.status.includes(status);
  if (!isStatus || expect.body === null) return { held: isStatus, seen: `status ${status}` };
  const parsed = parse(text);
  const judged = judgeBody(expect.body, { status, text, json: parsed });
  // An expression may give the text itself, a part of it, or an error that quotes it: only true and
  // false are told as they are. What else it gives is told of the answer that the record may hold.
  const isPlain = judged.kind === 'value' && typeof judged.value === 'boolean';
  const clean = () => ({ status, text: redactor.text(text), json: redactor.json(parsed) });
  const told = isPlain ? judged : judgeBody(expect.body, clean());
  const words =
    told.kind === 'value'
      ? `status ${status}, body: ${JSON.stringify(told.value)}`
      : `status ${status}, body could not be judged: ${told.message}`;
  return {
    held: judged.kind === 'value' && judged.value === true,
    seen: foreignText(redactor.text(words), SEEN_LENGTH),
  };
}

type Judged =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'error'; readonly message: string };

function judgeBody(
  expression: string,
  { json, text, status }: { readonly json: Json; readonly text: string; readonly status: number },
): Judged {
  try {
    const values = responseValues(json, text, status);
    return { kind: 'value', value: evaluateExpression(expression, values) };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { kind: 'error', message: error.message };
  }
}

/** An answer as a step keeps it, and whether it is the expected one. */
export function answered(
  { reply, redactor }: Exchange & { readonly reply: HttpReply & { kind: 'answer' } },
  input: Pick<HttpInput, 'expect' | 'kept'>,
): HttpAnswered {
  return {
    ...judgeAnswer(reply, input.expect, redactor),
    output: outputOf(reply, redactor, input.kept),
  };
}

function outputOf(
  { status, text }: { readonly status: number; readonly text: string },
  redactor: Redactor,
  kept: HttpInput['kept'],
): HttpOutput {
  const parsed = parse(text);
  const json = lengthOf(parsed) > kept.json ? null : redactor.json(parsed);
  const isKept = parsed === null || (json !== null && lengthOf(json) <= kept.json);
  return {
    status,
    json: isKept ? json : null,
    text: foreignText(redactor.text(text), kept.text),
    message: isKept ? null : `the answer's JSON has more than ${kept.json} characters: not kept`,
  };
}

/** In characters, as JSON; of what is nested too deeply to be written, Infinity. */
function lengthOf(json: Json): number {
  try {
    return JSON.stringify(json).length;
  } catch (error) {
    if (error instanceof RangeError) return Infinity;
    throw error;
  }
}

/** null where the body is no JSON. */
function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}
