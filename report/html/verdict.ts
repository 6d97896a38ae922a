import type { RunRecord } from '../../plan/run-record.js';
import { outcomeWords } from '../outcome-words.js';
import { WAITED_FOR } from '../waited-for.js';
import { badge, length, lengthBetween, moment, toneOf } from './pieces.js';
import { RESULTS } from './machines.js';
import { html, NOTHING, type Markup } from './markup.js';

/** The head of the page: how it ended, what that means, and the few facts that everybody asks for. */
export function verdict(record: RunRecord, now: Date): Markup {
  const { run, objectives, clock } = record;
  const word = run.outcome ?? run.state;
  const isOver = run.state === 'finished';
  const title = run.mode === 'drill' ? 'Drill' : 'Live failover';
  return html`<header class="verdict ${toneOf(word)}">
    <p class="kind">${title} of <strong>${run.runbook}</strong></p>
    <h1>${badge(word)}</h1>
    <p class="meaning">${outcomeWords(record)}</p>
    ${run.message === null ? NOTHING : html`<p class="message">${run.message}</p>`}
    ${isOver ? NOTHING : html`<p class="unfinished" role="status">This report was made at ${moment(now.toISOString())} while the run went on. It is no evidence of how it ended.</p>`}
    ${record.waitingFor.map(({ step, item, kind, since }) => html`<p class="message">Waits since ${moment(since)} for ${WAITED_FOR[kind]}: step ${step}${item === null ? '' : `, item ${item}`}</p>`)}
    ${run.breakGlass === true ? html`<p class="unfinished">An approval was passed by one person alone (break-glass).</p>` : NOTHING}
    <dl class="facts">
      ${fact('Run', html`<code>${run.id}</code>`)} ${fact('Started', moment(run.startedAt))}
      ${fact('Ended', moment(run.endedAt))}
      ${fact('Took', html`${lengthBetween(run.startedAt, run.endedAt)}`)}
      ${fact('Started by', html`${run.startedBy} <small>(stated, not proven)</small>`)}
      ${run.reason === '' ? NOTHING : fact('Reason', html`${run.reason}`)}
      ${run.schedule === undefined ? NOTHING : fact('Schedule', html`${run.schedule}`)}
      ${run.parent === undefined ? NOTHING : fact('A step of', html`<code>${run.parent}</code>`)}
      ${run.undoes === null ? NOTHING : fact('Undoes', html`<code>${run.undoes}</code>`)}
      ${machineFacts(record)}
      ${fact('RTO', goal(objectives.rto.actual, objectives.rto.target, objectives.rto.met))}
      ${fact('RPO, oldest restore point', goal(objectives.rpo.worst ?? null, objectives.rpo.target ?? null, objectives.rpo.met ?? null))}
      ${run.mode === 'drill' ? fact('Clean-up', badge(record.cleanup.verdict)) : NOTHING}
      ${clock === undefined || clock.machineTime === null ? NOTHING : fact('Waited for people', html`${length(clock.waitedForPeople)}, machine time ${length(clock.machineTime)}`)}
    </dl>
  </header>`;
}

/** How many machines ended how: the first question of who reads that a run was degraded. */
function machineFacts({ steps }: RunRecord): Markup {
  const machines = steps.flatMap((step) => step.machines);
  const counts = RESULTS.flatMap((result) => {
    const count = machines.filter((machine) => machine.result === result).length;
    return count === 0 ? [] : [`${count} ${result}`];
  });
  return machines.length === 0 ? NOTHING : fact('Machines', html`${counts.join(', ')}`);
}

function fact(name: string, value: Markup): Markup {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

function goal(actual: string | null, target: string | null, met: boolean | null): Markup {
  const found = length(actual);
  if (target === null) return html`${found} <small>(no objective)</small>`;
  const unknown = actual === null ? '(not known)' : '(not known of every machine)';
  const word = met === null ? html`<small>${unknown}</small>` : badge(met ? 'met' : 'missed');
  return html`${found} of ${length(target)} ${word}`;
}
