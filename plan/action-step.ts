import type { CheckProbe, HttpHeader } from './probe.js';
import type { StepBase } from './step.js';
import type { Value } from './value.js';

export interface CheckStep extends StepBase {
  readonly verb: 'check';
  readonly probe: CheckProbe;
  /** `closed` is for tcp: the port must not be open. */
  readonly expect: 'open' | 'closed';
  readonly everySeconds: number;
  readonly withinSeconds: number;
}

export interface WaitStep extends StepBase {
  readonly verb: 'wait';
  readonly wait:
    | { readonly kind: 'for'; readonly duration: Value }
    | { readonly kind: 'until'; readonly time: Value };
}

/** What becomes of an approval that nobody gave in time. `pause`: it goes on waiting, and the run is shown as paused. */
export type OnTimeout = 'pause' | 'abort' | 'continue';

/** Waits until enough people have said yes. A rejection aborts the run, whatever `onFailure` says. */
export interface ApproveStep extends StepBase {
  readonly verb: 'approve';
  readonly message: Value;
  /** Groups of the configuration, or people; never empty. */
  readonly from: readonly string[];
  /** How many of them. */
  readonly min: number;
  /** Whether the person who started the run does not count. */
  readonly notRequester: boolean;
  readonly onTimeout: OnTimeout;
  /** One of this group may pass it alone, with a reason; null: nobody may. */
  readonly breakGlass: string | null;
  readonly remindEverySeconds: number | null;
}

/** Work for a person, answered done, failed or skipped. Not answered in time it has failed. */
export interface TaskStep extends StepBase {
  readonly verb: 'task';
  readonly do: Value;
  /** Groups of the configuration, or people; empty: anybody. */
  readonly from: readonly string[];
}

export type HttpMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One request to any server. */
export interface HttpStep extends StepBase {
  readonly verb: 'http';
  readonly method: HttpMethod;
  /** With a `connection` it may be a path, below that connection's url. */
  readonly url: Value;
  readonly headers: readonly HttpHeader[];
  /** A text is sent as it is, any other value as JSON; null: no body. */
  readonly body: Value | null;
  /** A connection of type http: credentials, TLS, base url; null: none. */
  readonly connection: string | null;
  readonly expect: {
    /** null: any status from 200 to 299. */
    readonly status: readonly number[] | null;
    /** CEL over `json` (the parsed body, or null), `text` and `status`; null: not looked at. */
    readonly body: string | null;
  };
  /** Sent as the header Idempotency-Key; with it the request may be sent again. null: none. */
  readonly idempotencyKey: Value | null;
}

/** Tells somebody. It never fails or holds a run: `onFailure` is always `continue`. */
export interface NotifyStep extends StepBase {
  readonly verb: 'notify';
  /** A notification of the configuration, of this type. */
  readonly channel: { readonly kind: 'webhook' | 'slack' | 'email'; readonly name: string };
  readonly message: Value;
  /** Of an email; null: the run's name. */
  readonly subject: Value | null;
}
