import type { CallRecord } from '../call-record.js';
import type { ClientErrorKind } from '../client-error.js';
import { ClientError } from '../client-error.js';
import { DecodeError } from './decode-error.js';
import type { Dialect } from './dialect.js';
import type { Answer, Request } from './exchange.js';
import { serverTimeOf } from './exchange.js';
import { digest, kept } from './kept-body.js';
import type { KnownSecrets } from './known-secrets.js';
import { NetworkFailure } from './network-failure.js';
import type { CallOptions } from './options.js';
import type { Pace } from './pace.js';
import { Held } from './pace.js';
import type { Redactor } from './redact.js';
import { Semaphore } from './semaphore.js';
import type { Transport } from './transport.js';
import { utf8 } from './utf8.js';

/** A call and how its answer is understood. */
export interface Call<T> extends Request {
  /** Its name in errors and records: the client's method. */
  readonly operation: string;
  /** @throws DecodeError when the body is not what was asked for. */
  readonly decode: (body: string, answer: Answer) => T;
  /** A word on what an answer means for this very call, where its status alone does not say. */
  readonly judge?: (status: number, serverMessage: string | null) => Judgement | null;
  /** Its bodies are secrets as a whole, and no record holds them. */
  readonly isConfidential?: boolean;
}

export interface Judgement {
  readonly kind: ClientErrorKind;
  readonly sentence: string;
}

interface Failing {
  readonly kind: ClientErrorKind;
  readonly seen: string;
  readonly status: number | null;
  readonly serverMessage: string | null;
  readonly retryAfterSeconds: number | null;
}

/** What a caller works with. */
interface CallerOptions {
  /** The connection's name, for errors. */
  readonly connection: string;
  readonly transport: Transport;
  readonly dialect: Dialect;
  readonly maxRequests: number;
  readonly pace: Pace;
  /** What must not stand in a record or an error, whichever call it is of. */
  readonly secrets: KnownSecrets;
}

/** Sends calls, a limited number at a time, records each, and says what a failure proves. */
export class Caller {
  readonly #options: CallerOptions;
  readonly #places: Semaphore;

  constructor(options: CallerOptions) {
    this.#options = options;
    this.#places = new Semaphore(options.maxRequests);
  }

  /** @throws ClientError whenever there is no value to give. */
  async call<T>(call: Call<T>, options: CallOptions): Promise<T> {
    const { dialect, pace, secrets, transport } = this.#options;
    let started = new Date();
    let begin = performance.now();
    const record = (answer: Answer | null, failure: ClientErrorKind | null): void => {
      if (options.onCall === undefined) return;
      const milliseconds = Math.round(performance.now() - begin);
      const facts = { failure, started, milliseconds, redactor: secrets.redactor };
      options.onCall(recordOf(call, dialect.prefix, answer, facts));
    };
    let answer: Answer;
    try {
      answer = await this.#places.run(async () => {
        await pace.turn(options.signal);
        if (Date.now() > (options.sendBefore ?? Infinity)) throw new TooLate();
        started = new Date();
        begin = performance.now();
        return transport.send(call, options.signal);
      }, options.signal);
    } catch (error) {
      const failing = unanswered(error);
      record(null, failing.kind);
      throw this.#error(call, failing);
    }
    const outcome = understand(call, answer, this.#options);
    record(answer, outcome.failing?.kind ?? null);
    if (outcome.failing === null) return outcome.value;
    // What one call is told counts for all: they share the server's patience.
    if (outcome.failing.retryAfterSeconds !== null) pace.hold(outcome.failing.retryAfterSeconds);
    throw this.#error(call, outcome.failing);
  }

  #error<T>(call: Call<T>, failing: Failing): ClientError {
    const says = failing.serverMessage;
    const { connection, dialect, secrets } = this.#options;
    const path = `${dialect.prefix}${call.path}`;
    const what = `${call.operation} (${call.method} ${path})`;
    const server = says === null ? '' : `; the server says: ${says}`;

    return new ClientError({
      kind: failing.kind,
      message: `${connection}: ${what} ${secrets.redactor.text(failing.seen)}${server}`,
      connection,
      operation: call.operation,
      method: call.method,
      path,
      status: failing.status,
      serverMessage: says,
      retryAfterSeconds: failing.retryAfterSeconds,
    });
  }
}

/** The time by which it had to be sent passed while it waited for its turn. */
class TooLate extends Error {
  override readonly name = 'TooLate';
}

function unanswered(error: unknown): Failing {
  if (error instanceof Held) return held(error);
  if (error instanceof TooLate) return tooLate();
  // What is no NetworkFailure was thrown by the signal, before the request was sent.
  const failure = error instanceof NetworkFailure ? error : NetworkFailure.aborted();
  const seen = { 'not-sent': 'was not sent', unclear: 'is unclear', undecodable: 'failed' };

  return {
    kind: failure.kind,
    seen: `${seen[failure.kind]}: ${failure.message}`,
    status: failure.status,
    serverMessage: null,
    retryAfterSeconds: null,
  };
}

function tooLate(): Failing {
  const seen = 'was not sent: the time by which it had to be sent has passed';

  return { kind: 'not-sent', seen, status: null, serverMessage: null, retryAfterSeconds: null };
}

function held({ why, seconds }: Held): Failing {
  const because = why === 'server' ? 'the server asked to wait' : 'requestsPerSecond is used up';

  return {
    kind: 'throttled',
    seen: `was not sent: ${because}, ${seconds} s more`,
    status: null,
    serverMessage: null,
    retryAfterSeconds: seconds,
  };
}

type Outcome<T> = { readonly failing: null; readonly value: T } | { readonly failing: Failing };

function understand<T>(
  call: Call<T>,
  answer: Answer,
  { dialect, secrets }: Pick<CallerOptions, 'dialect' | 'secrets'>,
): Outcome<T> {
  const body = answer.body.toString('utf8');
  const { status } = answer;
  const verdict = dialect.judge(answer, call);
  if (verdict !== null) {
    const says = dialect.serverMessage(body, secrets.redactor);
    const { kind, sentence } = call.judge?.(status, says) ?? verdict;
    const { retryAfterSeconds } = verdict;
    const seen = `was answered ${status}: ${sentence}`;

    return { failing: { kind, seen, status, serverMessage: says, retryAfterSeconds } };
  }
  try {
    return { failing: null, value: call.decode(utf8(answer.body), answer) };
  } catch (error) {
    // Whatever goes wrong here, the request was answered with success: that must not get lost.
    const why =
      error instanceof DecodeError ? error.message : 'our decoder failed, please report it';
    const seen = `was answered ${status}, but not understood: ${why}`;
    const says = dialect.serverMessage(body, secrets.redactor);

    return {
      failing: { kind: 'undecodable', seen, status, serverMessage: says, retryAfterSeconds: null },
    };
  }
}

interface Facts {
  readonly failure: ClientErrorKind | null;
  readonly started: Date;
  readonly milliseconds: number;
  readonly redactor: Redactor;
}

function recordOf<T>(
  call: Call<T>,
  prefix: string,
  answer: Answer | null,
  facts: Facts,
): CallRecord {
  const isShown = call.isConfidential !== true;
  const hasBody = isShown && answer !== null && answer.body.length > 0;

  return {
    operation: call.operation,
    method: call.method,
    path: `${prefix}${call.path}`,
    status: answer?.status ?? null,
    startedAt: facts.started.toISOString(),
    milliseconds: facts.milliseconds,
    failure: facts.failure,
    requestBody: call.body === null || !isShown ? null : kept(call.body, facts.redactor),
    responseBody: hasBody ? kept(answer.body.toString('utf8'), facts.redactor) : null,
    responseDigest: hasBody ? digest(answer.body) : null,
    serverTime: answer === null ? null : serverTimeOf(answer),
  };
}
