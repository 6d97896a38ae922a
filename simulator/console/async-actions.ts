import type { ServerTime } from '../clock.js';
import type { ConsoleSpec } from '../scenario/console-schema.js';

import type { ConsoleReply } from './console-reply.js';
import type { JsonObject } from './json.js';
import type { Caller } from './tokens.js';

/** A mutating call as an action is told of it. */
export interface Call {
  /** The vendor's operation id, as StartBackupFailoverPlan. */
  readonly name: string;
  /** Method, path and query: what makes two calls the same. */
  readonly key: string;
  readonly caller: Caller;
  readonly requestBody: string | null;
  readonly queryParameters: JsonObject;
}

export interface AsyncAction {
  readonly id: string;
  readonly call: Call;
  readonly reply: ConsoleReply;
  readonly at: number;
  /** When it is no longer running. */
  readonly endsAt: number;
  isCanceled: boolean;
  hasResult: boolean;
}

export type ActionStatus = 'running' | 'succeed' | 'failed' | 'canceled';

/** The asynchronous actions, and the answers that a repeated request id is given. */
export class AsyncActions {
  readonly #spec: ConsoleSpec;
  readonly #time: ServerTime;
  readonly #actions = new Map<string, AsyncAction>();
  readonly #answers = new Map<
    string,
    { readonly call: Call; readonly at: number; reply: ConsoleReply }
  >();
  #replays = 0;

  constructor(spec: ConsoleSpec, time: ServerTime) {
    this.#spec = spec;
    this.#time = time;
  }

  /** How often a call was answered from memory, without acting. */
  get replays(): number {
    return this.#replays;
  }

  /** What a caller's request id was used for, within its life; null when it is new. */
  answered(
    id: string,
    caller: Caller,
  ): { readonly call: Call; readonly reply: ConsoleReply } | null {
    const answer = this.#answers.get(answerKey(id, caller));
    if (answer === undefined) return null;
    return this.#time.now() - answer.at < this.#spec.requestIdLife ? answer : null;
  }

  replay(): void {
    this.#replays += 1;
  }

  /** Remembers the answer to a request id. Its life counts from the first time. */
  remember(id: string, call: Call, reply: ConsoleReply): void {
    this.#answers.set(answerKey(id, call.caller), { call, reply, at: this.#time.now() });
  }

  /** Makes an action; one that is not asynchronous has ended already. */
  add(id: string, call: Call, reply: ConsoleReply, isAsync: boolean): void {
    const at = this.#time.now();
    const endsAt = isAsync ? at + this.#time.scale(this.#spec.asyncTime) : at;
    this.#actions.set(id, { id, call, reply, at, endsAt, isCanceled: false, hasResult: true });
  }

  /** A caller's actions that are kept still, oldest first. */
  list(caller: Caller): readonly AsyncAction[] {
    return this.all.filter((action) => action.call.caller.uid === caller.uid);
  }

  /** Everybody's, that are kept still. */
  get all(): readonly AsyncAction[] {
    return [...this.#actions.values()].filter((action) => this.#isKept(action));
  }

  status(action: AsyncAction): ActionStatus {
    if (action.isCanceled) return 'canceled';
    if (this.#time.now() < action.endsAt) return 'running';
    return action.reply.status < 400 ? 'succeed' : 'failed';
  }

  /** Loses an action, as if it had never been written down. */
  lose(id: string): void {
    this.#actions.delete(id);
  }

  /** The service was restarted: actions and request ids are forgotten, plans are not. */
  clear(): void {
    this.#actions.clear();
    this.#answers.clear();
  }

  #isKept({ endsAt, reply }: AsyncAction): boolean {
    const kept = reply.status < 400 ? this.#spec.successKept : this.#spec.failureKept;
    return this.#time.now() < endsAt + kept;
  }
}

function answerKey(id: string, { uid }: Caller): string {
  return `${uid} ${id.toLowerCase()}`;
}
