import type { RunRecord, StepRecord } from '../../plan/run-record.js';
import { peopleWaits, type PeopleWait } from '../people-waits.js';
import type { ReportInput } from '../report-input.js';
import { formatElapsed } from '../terminal/times.js';
import { html, NOTHING, type Markup } from './markup.js';
import { lengthBetween, toneOf } from './pieces.js';

/** More machines than these are drawn as one bar of their step. */
const MOST_MACHINES = 40;

interface Axis {
  readonly from: number;
  readonly span: number;
}

/** Steps and machines against time; the times in which people were waited for are hatched. */
export function timeline({ record, journal, now }: ReportInput): Markup {
  const axis = axisOf(record, now);
  const waits = peopleWaits(journal);
  const begun = record.steps.filter(({ startedAt }) => startedAt !== null);
  if (begun.length === 0) return NOTHING;
  const end = record.run.endedAt ?? now.toISOString();
  return html`<p class="legend">
      <span class="key bar quiet"></span> step <span class="key bar thin"></span> machine
      <span class="key wait"></span> waiting for a person
    </p>
    <ol class="timeline">
      <li class="axis" aria-hidden="true">
        <span class="name"></span><span class="track">${ticks(axis)}</span
        ><span class="took"></span>
      </li>
      ${begun.map((step) => stepRows(step, axis, waits, end))}
    </ol>`;
}

function axisOf({ run, steps }: RunRecord, now: Date): Axis {
  const from = Date.parse(run.startedAt);
  const last = steps.flatMap(({ endedAt }) => (endedAt === null ? [] : [Date.parse(endedAt)]));
  const end = run.endedAt === null ? now.getTime() : Date.parse(run.endedAt);
  return { from, span: Math.max(1000, Math.max(end, ...last) - from) };
}

/** Five marks, from the start. */
function ticks({ span }: Axis): readonly Markup[] {
  return [0, 0.25, 0.5, 0.75, 1].map(
    (part) =>
      html`<span class="tick" style="left:${(part * 100).toFixed(0)}%"
        >${part === 0 ? '0' : `+${formatElapsed(span * part)}`}</span
      >`,
  );
}

function stepRows(step: StepRecord, axis: Axis, waits: readonly PeopleWait[], end: string): Markup {
  const { id, verb, status, startedAt, endedAt, machines } = step;
  const own = waits.filter((wait) => wait.step === id || wait.step?.startsWith(`${id}.`) === true);
  const drawn =
    machines.length > MOST_MACHINES ? [] : machines.filter((one) => one.startedAt !== null);
  return html`<li>
      <span class="name"><strong>${id}</strong> <small>${verb}</small></span>
      <span class="track"
        >${bar(axis, startedAt, endedAt ?? end, `bar ${toneOf(status)}`)}${own.map((wait) => bar(axis, wait.from, wait.to ?? end, 'wait'))}</span
      >
      <span class="took">${status}, ${lengthBetween(startedAt, endedAt ?? end)}</span>
    </li>
    ${drawn.map(
      (machine) =>
        html`<li class="machine">
          <span class="name">${machine.name}</span>
          <span class="track"
            >${bar(axis, machine.startedAt, machine.endedAt ?? endedAt ?? end, `bar thin ${toneOf(machine.result)}`)}</span
          >
          <span class="took"
            >${machine.result}, ${lengthBetween(machine.startedAt, machine.endedAt)}</span
          >
        </li>`,
    )}`;
}

function bar({ from, span }: Axis, begin: string | null, end: string, kind: string): Markup {
  if (begin === null) return NOTHING;
  const left = Math.min(100, Math.max(0, ((Date.parse(begin) - from) / span) * 100));
  const width = Math.min(
    100 - left,
    Math.max(0.4, ((Date.parse(end) - Date.parse(begin)) / span) * 100),
  );
  return html`<span
    class="${kind}"
    style="left:${left.toFixed(2)}%;width:${width.toFixed(2)}%"
  ></span>`;
}
