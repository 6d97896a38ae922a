import type { Json, JsonObject } from '../../plan/json.js';
import type { ApprovalRecord, InterventionRecord, RunRecord } from '../../plan/run-record.js';
import { byVerdict, palette, type Palette } from './palette.js';
import { plainText } from './plain-text.js';
import { renderStepDetails, renderSteps } from './render-steps.js';
import { fold } from './fold.js';
import { renderWaiting, type WaitOptions } from './render-waiting.js';
import { elapsedBetween, formatIsoDuration, formatTime, parseIsoDuration } from './times.js';

export interface RenderOptions {
  readonly colour: boolean;
  /** The time up to which what still runs is counted. */
  readonly now: Date;
  /** The window's width; missing: lines are as long as they are. */
  readonly columns?: number;
}

/** A run as text for a terminal: the verdict first, then what is awaited, then how it went. */
export function renderRecord(record: RunRecord, options: RenderOptions): string {
  const colours = palette(options.colour);
  const lines = [
    ...renderVerdict(record, colours, options.now),
    ...section(colours, 'Waiting for you', renderWaiting(record, colours, whole(options))),
    ...section(colours, 'Steps', renderSteps(record.steps, colours, options.now)),
    ...renderStepDetails(record, colours, options.now),
    ...section(colours, 'Clean-up', renderCleanup(record, colours)),
    ...section(colours, 'Objectives', [
      ...renderObjectives(record, colours),
      ...renderRecoveryPoint(record, colours),
      ...renderPeopleTime(record),
    ]),
    ...section(colours, 'What people did', renderPeople(record)),
    ...section(colours, 'Who could not be told', renderUntold(record, colours)),
  ];
  const { columns } = options;
  const folded = columns === undefined ? lines : lines.flatMap((line) => fold(line, columns));
  return `${folded.join('\n')}\n`;
}

function whole({ now, columns }: RenderOptions): WaitOptions {
  return columns === undefined ? { now } : { now, width: columns };
}

/** The head of a run's text: how it stands, of what, since when, by whom. */
export function renderVerdict(record: RunRecord, colours: Palette, now: Date): string[] {
  const { run } = record;
  const isStopping = run.outcome === null && run.message !== null;
  const word = run.outcome ?? (isStopping ? 'stopping' : run.state);
  const verdict = colours.bold(byVerdict(colours, word, word.toUpperCase()));
  const mark = run.breakGlass === true ? colours.yellow(' (break-glass)') : '';
  const lines = [`${verdict}${mark}  ${run.mode} of ${run.runbook}, run ${run.id}`];
  if (run.message !== null) {
    const next = isStopping ? '; nothing more begins, what runs is followed to its end' : '';
    lines.push(`  ${plainText(run.message)}${next}`);
  }
  const took = elapsedBetween(run.startedAt, run.endedAt, now);
  const end =
    run.endedAt === null ? `running for ${took}` : `ended ${formatTime(run.endedAt)}, took ${took}`;
  lines.push(`  started ${formatTime(run.startedAt)} by ${plainText(run.startedBy)}, ${end}`);
  if (run.reason !== '') lines.push(`  reason: ${plainText(run.reason)}`);
  if (run.parent !== undefined) lines.push(`  a step of run ${run.parent}`);
  if (run.undoes !== null) lines.push(`  undoes run ${run.undoes}`);
  lines.push(colours.dim(`  plan ${run.planHash}`));
  return lines;
}

function section(colours: Palette, title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', colours.bold(title), ...lines];
}

function renderCleanup(record: RunRecord, colours: Palette): string[] {
  const { verdict, targets } = record.cleanup;
  if (verdict === 'not-needed' && targets.length === 0) return [];
  return [
    `  ${byVerdict(colours, verdict, verdict)}`,
    ...targets.flatMap((target) => [
      `  ${plainText(target.target)}: ${byVerdict(colours, target.verdict, target.verdict)}` +
        (target.message === '' ? '' : `, ${plainText(target.message)}`),
      ...(target.advice === undefined ? [] : [`    ${plainText(target.advice)}`]),
    ]),
  ];
}

function renderObjectives(record: RunRecord, colours: Palette): string[] {
  const { target, actual, met } = record.objectives.rto;
  // Nothing was begun, so nothing took its time.
  if (record.run.outcome === 'refused') return [];
  if (actual === null) {
    return target === null ? [] : [`  RTO: ${formatIsoDuration(target)} allowed`];
  }
  const took = formatIsoDuration(actual);
  if (target === null) return [`  RTO: took ${took}, no objective is set`];
  const goal = `  RTO: ${took} of ${formatIsoDuration(target)} allowed`;
  if (met === null) return [goal];
  if (met) return [`${goal}, ${colours.green('met')}`];
  const isInTime = (parseIsoDuration(actual) ?? 0) <= (parseIsoDuration(target) ?? 0);
  // In time, and yet nothing is served: the run did not come to a good end.
  const why = isInTime ? `: the run ended ${record.run.outcome ?? 'otherwise'}` : '';
  return [`${goal}, ${colours.red('missed')}${why}`];
}

/** How old the oldest restore point was; nothing where no server told. */
function renderRecoveryPoint({ objectives, run }: RunRecord, colours: Palette): string[] {
  const { target, worst, met } = objectives.rpo;
  // A record of an older version has no more than the target.
  if (run.outcome === 'refused' || (target ?? worst ?? null) === null) return [];
  const found =
    worst === null
      ? 'no restore point is told'
      : `oldest restore point ${formatIsoDuration(worst)}`;
  if (target === null) return [`  RPO: ${found}, no objective is set`];
  const goal = `  RPO: ${found}, ${formatIsoDuration(target)} allowed`;
  if (typeof met !== 'boolean') return [`${goal}; not known of every machine`];
  return [`${goal}, ${met ? colours.green('met') : colours.red('missed')}`];
}

function renderPeopleTime({ clock }: RunRecord): string[] {
  if (clock === undefined || clock.machineTime === null || clock.waitedForPeople === 'PT0S') {
    return [];
  }
  return [
    `  waited for people ${formatIsoDuration(clock.waitedForPeople)}, machine time ${formatIsoDuration(clock.machineTime)}`,
  ];
}

function renderPeople(record: RunRecord): string[] {
  return [...record.approvals.map(fromApproval), ...record.interventions.map(fromIntervention)]
    .sort((one, other) => one.at.localeCompare(other.at))
    .map(({ at, what, by, osUser, host, isProven, reason }) => {
      // A run that tells another one something is no person.
      const isRun = osUser === '' && host === '';
      const proof =
        isProven || isRun ? '' : ` (stated, not proven: ${plainText(osUser)}@${plainText(host)})`;
      const why = reason === '' ? '' : `: ${plainText(reason)}`;
      return `  ${formatTime(at)}  ${plainText(what)} by ${plainText(by)}${proof}${why}`;
    });
}

interface Deed {
  readonly at: string;
  readonly what: string;
  readonly by: string;
  readonly osUser: string;
  readonly host: string;
  readonly isProven: boolean;
  readonly reason: string;
}

function fromApproval(given: ApprovalRecord): Deed {
  const { step, item, decision, breakGlass, authenticated } = given;
  const place = item === undefined ? step : `${step} (item ${item})`;
  const how = breakGlass === true ? ', alone, by break-glass' : '';
  return { ...given, what: `${decision} ${place}${how}`, isProven: authenticated };
}

function fromIntervention(done: InterventionRecord): Deed {
  const { step, item, command, accepted, authenticated } = done;
  const place = step === null ? '' : ` ${step}${item === undefined ? '' : ` (item ${item})`}`;
  const end = accepted ? '' : ', refused';
  const { choice, note } = choiceOf(done.detail);
  const said = choice === '' ? '' : `: ${choice}`;
  const reason = done.reason === '' ? note : done.reason;
  return { ...done, what: `${command}${place}${said}${end}`, reason, isProven: authenticated };
}

/** The word of an answer, and what was noted beside it. */
function choiceOf(detail: Json): { readonly choice: string; readonly note: string } {
  if (typeof detail === 'string') return { choice: detail, note: '' };
  if (typeof detail !== 'object' || detail === null || Array.isArray(detail)) {
    return { choice: '', note: '' };
  }
  const { choice, note } = detail as JsonObject;
  return {
    choice: typeof choice === 'string' ? choice : '',
    note: typeof note === 'string' ? note : '',
  };
}

function renderUntold(record: RunRecord, colours: Palette): string[] {
  return (record.notifications ?? [])
    .filter(({ sent }) => sent === false)
    .map(({ at, channel, event, message }) => {
      const why = message === null ? '' : `: ${plainText(message)}`;
      return `  ${formatTime(at)}  ${colours.yellow(plainText(channel))} of ${event}${why}`;
    });
}
