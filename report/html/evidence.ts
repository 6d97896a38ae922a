import type { Json } from '../../plan/json.js';
import type { RunRecord } from '../../plan/run-record.js';
import type { ReportedEntry, ReportInput } from '../report-input.js';
import { journalsElsewhere } from '../journals-elsewhere.js';
import { describeItems, describeLimits } from '../terminal/describe-step.js';
import { stepSubject } from '../terminal/step-subject.js';
import { html, joined, NOTHING, type Markup } from './markup.js';
import { badge, length, moment, table } from './pieces.js';

/** Times and objectives: what the clock says, and each machine's restore point. */
export function objectives({ objectives: { rto, rpo }, clock }: RunRecord): Markup {
  const times =
    clock === undefined
      ? NOTHING
      : table(
          'Times',
          ['What', 'When'],
          (
            [
              ['Disaster declared', clock.declaredAt],
              ['Started', clock.startedAt],
              ['Approved', clock.approvedAt],
              ['First machine up', clock.firstMachineUpAt],
              ['Last machine up', clock.lastMachineUpAt],
              ['Last check that held', clock.verifiedAt],
              ['Steps over', clock.stepsOverAt],
              ['Cleaned up', clock.cleanedAt],
              ['Ended', clock.endedAt],
            ] as const
          ).map(([name, at]) => [name, moment(at)]),
        );
  const machines = 'machines' in rpo ? rpo.machines : [];
  const points = table(
    'Restore points',
    ['Machine', 'Step', 'Age of its restore point', 'Against the RPO'],
    machines.map(({ name, step, age, met }) => [
      html`${name}`,
      step,
      length(age),
      met === null ? '–' : badge(met ? 'met' : 'missed'),
    ]),
  );
  const many = machines.length > 60;
  return joined([
    html`<p>
      RTO:
      ${length(rto.actual)}${rto.target === null ? ', no objective' : ` of ${length(rto.target)}`}.
      RPO: oldest restore point
      ${length(rpo.worst ?? null)}${(rpo.target ?? null) === null ? ', no objective' : ` of ${length(rpo.target)}`}.
      A machine counts as up when its server says that it ended well.
    </p>`,
    times,
    many
      ? html`<details>
          <summary>Restore points of ${machines.length} machines</summary>
          ${points}
        </details>`
      : points,
  ]);
}

/** What readiness found before anything was driven. */
export function readiness({ steps }: RunRecord): Markup {
  const rows = steps
    .filter(({ verb }) => verb === 'readiness')
    .flatMap(({ id, output }) => findingsOf(output['findings']).map((one) => [id, ...one]));
  return table('Readiness', ['Step', 'Kind', 'Target', 'Finding', 'Advice'], rows);
}

function findingsOf(
  found: Json | undefined,
): readonly (readonly [string, string, string, string])[] {
  if (!Array.isArray(found)) return [];
  return found.flatMap((one: Json) => {
    if (typeof one !== 'object' || one === null || Array.isArray(one)) return [];
    const text = (key: string): string => {
      const value = (one as Record<string, Json>)[key];
      return typeof value === 'string' ? value : '';
    };
    return [[text('level'), text('target'), text('what'), text('advice')] as const];
  });
}

/** The plan as it was compiled, with its policy and limits. */
export function plan({ plan: compiled, record }: ReportInput): Markup {
  const hashes = html`<dl class="facts">
    <div>
      <dt>Plan</dt>
      <dd><code>${record.run.planHash}</code></dd>
    </div>
    <div>
      <dt>Runbook's bytes</dt>
      <dd><code>${record.run.runbookHash}</code></dd>
    </div>
    <div>
      <dt>Engine</dt>
      <dd>${record.run.engine}</dd>
    </div>
    <div>
      <dt>Journal's head</dt>
      <dd><code>${record.chain.head}</code>, ${record.chain.length} entries</dd>
    </div>
  </dl>`;
  if (compiled === null) return hashes;
  const rows = [...compiled.steps, ...compiled.always].map((step) => [
    html`${step.id}`,
    stepSubject(step),
    step.needs.length === 0 ? '–' : step.needs.join(', '),
    [...describeItems(step, compiled), describeLimits(step)].join('; '),
  ]);
  return joined([hashes, table('The plan', ['Step', 'What', 'Needs', 'Policy and limits'], rows)]);
}

/** At most so many calls are shown; the evidence file has all. */
const MOST_CALLS = 2000;

/** Each call to a server that changed or decided something, with the ids that the server gave. */
export function calls({ journal }: ReportInput): Markup {
  const jobs = journal.filter(({ kind }) =>
    /^(start|test|undo|update)-(accepted|unclear|refused|not-allowed)$/.test(kind),
  );
  const all = journal.filter(({ kind }) => kind === 'call');
  const elsewhere = callsElsewhere(journal);
  if (all.length === 0 && jobs.length === 0) return elsewhere;
  const left = all.length - MOST_CALLS;
  return joined([
    elsewhere,
    table(
      'What was sent to servers',
      ['When', 'Step', 'What', 'Known by', 'Task', 'Session'],
      jobs.map(({ at, step, kind, facts }) => [
        moment(at),
        step ?? '',
        kind.replace('-', ', '),
        wordsOf(facts['evidence']),
        textOf(facts['taskId']),
        textOf(facts['sessionId']),
      ]),
    ),
    html`<details>
      <summary>All ${all.length} calls that changed or decided something</summary>
      ${table(
        'Calls',
        ['When', 'Step', 'Request', 'Status', 'Digest of the answer'],
        all.slice(0, MOST_CALLS).map(callRow),
      )}
      ${left > 0 ? html`<p>${left} more are in the evidence file.</p>` : NOTHING}
    </details>`,
  ]);
}

function callsElsewhere(journal: readonly ReportedEntry[]): Markup {
  const names = journalsElsewhere(journal);
  if (names.length === 0) return NOTHING;
  return html`<p>
    Not here: what was sent by ${names.join(', ')}. That is in calls.json and journal.json of the
    evidence file.
  </p>`;
}

function callRow({ at, step, facts }: ReportedEntry): readonly (Markup | string)[] {
  const { method, path, status, failure, responseDigest, count } = facts;
  const times = typeof count === 'number' && count > 1 ? ` (${count} times)` : '';
  return [
    moment(at),
    step ?? '',
    html`<code>${textOf(method)} ${textOf(path)}</code>${times}`,
    typeof status === 'number' ? String(status) : textOf(failure),
    html`<code>${textOf(responseDigest).slice(0, 19)}</code>`,
  ];
}

/** What was looked at where an answer was lost has several parts; empty ones say nothing. */
function wordsOf(value: Json | undefined): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return textOf(value);
  return Object.entries(value)
    .filter(([, part]) => part !== null && part !== '')
    .map(([name, part]) => `${name}: ${textOf(part)}`)
    .join('; ');
}

function textOf(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : JSON.stringify(value);
}
