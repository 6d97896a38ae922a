import type { Json } from '../plan/json.js';
import type { ReportedEntry, ReportInput } from './report-input.js';

/** Something that did not go as the plan has it. */
export interface Deviation {
  /** ISO 8601; null: it has no moment of its own. */
  readonly at: string | null;
  readonly step: string | null;
  readonly what: string;
}

/** What did not go as planned: what was skipped, tried again, adopted, sent again, or judged by a rule. */
export function deviationsOf({ record, journal }: ReportInput): readonly Deviation[] {
  const found = journal.flatMap((entry): Deviation[] => {
    const what = wordsOf(entry);
    return what === null ? [] : [{ at: entry.at, step: entry.step, what }];
  });
  for (const { id, status, output, error, endedAt, attempts } of record.steps) {
    const why = textOf(output['skipped']) ?? error?.message ?? null;
    if (status === 'skipped' || status === 'ignored' || status === 'cancelled') {
      found.push({ at: endedAt, step: id, what: `${status}${why === null ? '' : `: ${why}`}` });
    }
    if (status === 'failed' || status === 'unknown') {
      found.push({ at: endedAt, step: id, what: `${status}: ${why ?? 'no reason given'}` });
    }
    if (attempts > 1) found.push({ at: endedAt, step: id, what: `took ${attempts} attempts` });
    const rule = textOf(output['rule']);
    if (rule !== null && status !== 'succeeded') {
      found.push({ at: endedAt, step: id, what: `judged by this rule: ${rule}` });
    }
  }
  return found.sort((a, b) => (a.at ?? '').localeCompare(b.at ?? ''));
}

function wordsOf({ kind, facts }: ReportedEntry): string | null {
  const message = textOf(facts['message']);
  const why = message === null ? '' : `: ${message}`;
  switch (kind) {
    case 'adopted':
      return `a job was adopted that this run could not prove to be its own start${why}`;
    case 'start-unclear':
    case 'test-unclear':
    case 'undo-unclear':
      return `the answer to a request was lost or unclear${why}`;
    case 'start-refused':
    case 'test-refused':
    case 'undo-refused':
      return `a request was refused by the server, and did nothing${why}`;
    case 'retry':
      return 'tried again, as the runbook says';
    case 'machines-again':
      return `machines were failed over again: ${textOf(facts['machines']) ?? `${numberOf(facts['count'])} of them`}`;
    case 'replicas-skipped':
      return `left out, because other runs have failed them over: ${textOf(facts['machines']) ?? ''}`;
    case 'time-limit':
      return `the time limit passed${why}`;
    case 'critical-missing':
    case 'group-lost':
    case 'may-be-failed-over':
    case 'stop':
      return `${kind}${why}`;
    case 'preempted':
      return 'a drill that held a target was ended for this run';
    default:
      return null;
  }
}

function textOf(value: Json | undefined): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  if (Array.isArray(value)) return value.filter((one) => typeof one === 'string').join(', ');
  return null;
}

function numberOf(value: Json | undefined): number {
  return typeof value === 'number' ? value : 0;
}
