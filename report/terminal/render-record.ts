import type { RunRecord } from '../../plan/run-record.js';
import { byVerdict, palette, type Palette } from './palette.js';
import { plainText } from './plain-text.js';
import { renderStepDetails, renderSteps } from './render-steps.js';
import { renderWaiting } from './render-waiting.js';
import { elapsedBetween, formatIsoDuration, formatTime } from './times.js';

export interface RenderOptions {
  readonly colour: boolean;
  /** The time up to which what still runs is counted. */
  readonly now: Date;
}

/** A run as text for a terminal: the verdict first, then what is awaited, then how it went. */
export function renderRecord(record: RunRecord, options: RenderOptions): string {
  const colours = palette(options.colour);
  const lines = [
    ...renderVerdict(record, colours, options.now),
    ...section(colours, 'Waiting for you', renderWaiting(record, colours, options.now)),
    ...section(colours, 'Steps', renderSteps(record.steps, colours, options.now)),
    ...renderStepDetails(record, colours, options.now),
    ...section(colours, 'Clean-up', renderCleanup(record, colours)),
    ...section(colours, 'Objectives', renderObjectives(record, colours)),
    ...section(colours, 'What people did', renderPeople(record)),
  ];
  return `${lines.join('\n')}\n`;
}

/** The head of a run's text: how it stands, of what, since when, by whom. */
export function renderVerdict(record: RunRecord, colours: Palette, now: Date): string[] {
  const { run } = record;
  const word = run.outcome ?? run.state;
  const verdict = colours.bold(byVerdict(colours, word, word.toUpperCase()));
  const lines = [`${verdict}  ${run.mode} of ${run.runbook}, run ${run.id}`];
  if (run.message !== null) lines.push(`  ${plainText(run.message)}`);
  const took = elapsedBetween(run.startedAt, run.endedAt, now);
  const end =
    run.endedAt === null ? `running for ${took}` : `ended ${formatTime(run.endedAt)}, took ${took}`;
  lines.push(`  started ${formatTime(run.startedAt)} by ${plainText(run.startedBy)}, ${end}`);
  if (run.reason !== '') lines.push(`  reason: ${plainText(run.reason)}`);
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
    ...targets.map(
      (target) =>
        `  ${plainText(target.target)}: ${byVerdict(colours, target.verdict, target.verdict)}` +
        (target.message === '' ? '' : `, ${plainText(target.message)}`),
    ),
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
  return [`${goal}, ${met ? colours.green('met') : colours.red('missed')}`];
}

function renderPeople(record: RunRecord): string[] {
  return record.interventions.map((done) => {
    const what = done.step === null ? done.command : `${done.command} ${done.step}`;
    const proof = done.authenticated
      ? ''
      : ` (stated, not proven: ${plainText(done.osUser)}@${plainText(done.host)})`;
    const why = done.reason === '' ? '' : `: ${plainText(done.reason)}`;
    const end = done.accepted ? '' : ', refused';
    return `  ${formatTime(done.at)}  ${plainText(what)} by ${plainText(done.by)}${proof}${why}${end}`;
  });
}
