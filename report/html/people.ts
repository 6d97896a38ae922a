import type { RunRecord } from '../../plan/run-record.js';
import { deviationsOf } from '../deviations.js';
import { journalsElsewhere } from '../journals-elsewhere.js';
import { peopleWaits, type PeopleWait } from '../people-waits.js';
import type { ReportInput } from '../report-input.js';
import { isWaitKind, WAITED_FOR } from '../waited-for.js';
import { html, joined, NOTHING, type Markup } from './markup.js';
import { badge, lengthBetween, moment, table } from './pieces.js';

/** What did not go as the plan has it. */
export function deviations(input: ReportInput): Markup {
  const found = deviationsOf(input);
  const elsewhere = journalsElsewhere(input.journal);
  const rest =
    elsewhere.length === 0
      ? NOTHING
      : html`<p>
          What befell ${elsewhere.join(', ')} on the way to their results is in journals of their
          own, in the evidence file.
        </p>`;
  if (found.length === 0) {
    if (input.journal.length === 0) {
      return html`<p>
        The journal could not be read: what it says of deviations is missing here.
      </p>`;
    }
    return elsewhere.length === 0
      ? html`<p>None: everything went as planned, at the first attempt.</p>`
      : joined([html`<p>None of the run itself.</p>`, rest]);
  }
  return joined([
    table(
      'Deviations',
      ['When', 'Step', 'What'],
      found.map(({ at, step, what }) => [moment(at), step ?? 'the run', what]),
    ),
    rest,
  ]);
}

/** Who decided what; a name is a claim. */
export function people({ record, journal, now }: ReportInput): Markup {
  const { approvals, interventions, run } = record;
  const given = approvals.map((one) => ({
    at: one.at,
    row: [
      moment(one.at),
      `${one.decision}${one.breakGlass === true ? ' (break-glass, alone)' : ''}`,
      place(one.step, one.item),
      who(one),
      one.reason,
      html`<code>${one.planHash}</code>`,
    ],
  }));
  const done = interventions.map((one) => ({
    at: one.at,
    row: [
      moment(one.at),
      `${one.command}${one.accepted ? '' : ' (refused)'}${typeof one.detail === 'string' ? `: ${one.detail}` : ''}`,
      place(one.step, one.item),
      who(one),
      one.reason,
      '',
    ],
  }));
  const rows = [...given, ...done].sort((a, b) => a.at.localeCompare(b.at)).map(({ row }) => row);
  const waits = waitsTable(peopleWaits(journal), run.endedAt ?? now.toISOString());
  if (rows.length === 0) {
    return waits === NOTHING
      ? html`<p>Nobody was asked, and nobody intervened.</p>`
      : joined([html`<p>Nobody has answered, and nobody intervened.</p>`, waits]);
  }
  return joined([
    html`<p>
      Names are stated, not proven, unless said otherwise: the operating system's user and host go
      with them.
    </p>`,
    table('People', ['When', 'What', 'Step', 'Who', 'Reason', 'Plan'], rows),
    waits,
  ]);
}

/** What each question was about is in the words of `status`. */
function waitsTable(waits: readonly PeopleWait[], end: string): Markup {
  return table(
    'Waits for people',
    ['Waited from', 'Step', 'For', 'Until', 'How long'],
    waits.map(({ from, step, kind, to }) => [
      moment(from),
      step ?? 'the run',
      isWaitKind(kind) ? WAITED_FOR[kind] : kind,
      to === null ? 'it waits still' : moment(to),
      lengthBetween(from, to ?? end),
    ]),
  );
}

function place(step: string | null, item: string | undefined): string {
  if (step === null) return 'the run';
  return item === undefined ? step : `${step} (item ${item})`;
}

interface Someone {
  readonly by: string;
  readonly osUser: string;
  readonly host: string;
  readonly authenticated: boolean;
}

function who({ by, osUser, host, authenticated }: Someone): Markup {
  return html`${by} <small>(${osUser}@${host}${authenticated ? ', proven' : ''})</small>`;
}

/** What a clean-up found and did, and what a person has to do about what is left. */
export function cleanup({ cleanup: { verdict, targets }, run }: RunRecord): Markup {
  if (verdict === 'not-needed' && targets.length === 0) {
    return run.mode === 'drill'
      ? html`<p>Nothing was driven, so nothing was to be cleaned up.</p>`
      : html``;
  }
  return joined([
    html`<p>${badge(verdict)}</p>`,
    table(
      'Clean-up',
      ['Target', 'Verdict', 'How', 'What was found', 'Failed over before', 'after', 'What to do'],
      targets.map((target) => [
        html`${target.target}`,
        badge(target.verdict),
        target.action,
        target.message,
        states(target.before),
        states(target.after),
        target.advice ?? '',
      ]),
    ),
  ]);
}

function states(
  found:
    { readonly failedOver: readonly string[] | null; readonly status: string | null } | undefined,
): string {
  if (found === undefined) return '–';
  const status = found.status === null ? '' : ` (${found.status})`;
  if (found.failedOver === null) return `not shown by the server${status}`;
  return `${found.failedOver.length === 0 ? 'none' : found.failedOver.join(', ')}${status}`;
}
