import type { RunOutcome } from './outcome.js';
import type { Mode } from './plan.js';

/** What a channel of the configuration may be told by itself. */
export type RunEvent = 'started' | 'waiting' | 'degraded' | 'failed' | 'ended';

/** The channels that want to hear of an event, by the configuration that the run was admitted with. */
export type EventChannels = Readonly<Partial<Record<RunEvent, readonly string[]>>>;

/** What is told. It is what a webhook gets as JSON, and all of it is in the run's history. */
export interface Notice {
  readonly version: 1;
  /** The same when it is sent again, so that a receiver can tell. */
  readonly id: string;
  /** `message`: a `notify` step of the runbook. */
  readonly event: RunEvent | 'message';
  readonly at: string;
  readonly run: {
    readonly id: string;
    readonly runbook: string;
    readonly title: string | null;
    readonly mode: Mode;
    readonly outcome: RunOutcome | null;
    readonly planHash: string;
    readonly startedBy: string;
  };
  readonly step: string | null;
  readonly message: string;
  /** Of an email; null: made of the rest. */
  readonly subject: string | null;
  /** What shows the run. */
  readonly command: string;
  /** Of `ended`: the head of the chain over the journal up to then, and how many entries that are. */
  readonly chain: { readonly head: string; readonly length: number } | null;
}

const MESSAGE_LIMIT = 2000;
const NAME_LIMIT = 200;

// As in the reports: control characters (but line feed in a message), separators, zero-width and
// bidirectional marks. Lone surrogates are no JSON text everywhere.
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/** Bounds its texts and takes out of them what is no text: names, reasons and messages are foreign. */
export function boundNotice(notice: Notice): Notice {
  const { run } = notice;
  return {
    ...notice,
    run: {
      ...run,
      title: run.title === null ? null : oneLine(run.title),
      startedBy: oneLine(run.startedBy),
    },
    message: cut(
      notice.message
        .split('\n')
        .map((line) => line.replace(UNPRINTABLE, ' '))
        .join('\n')
        .trim(),
      MESSAGE_LIMIT,
    ),
    subject: notice.subject === null ? null : oneLine(notice.subject),
  };
}

/** A foreign text as one bounded line. */
function oneLine(text: string): string {
  return cut(text.replace(UNPRINTABLE, ' ').trim(), NAME_LIMIT);
}

function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  // The cut may fall within a surrogate pair.
  return `${text.slice(0, limit - 1).replace(/\p{Cs}$/u, '')}…`;
}
