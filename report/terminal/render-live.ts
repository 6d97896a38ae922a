import { stepOfId } from '../../plan/foreach.js';
import type { JsonObject } from '../../plan/json.js';
import type { FollowProgress } from '../../plan/progress.js';
import type { RunRecord, StepRecord } from '../../plan/run-record.js';
import { renderItems } from './render-items.js';
import { countBad, renderMachines } from './render-machines.js';
import { renderVerdict } from './render-record.js';
import { renderSteps } from './render-steps.js';
import { renderWaitsInRows } from './render-waits-in-rows.js';
import { fold } from './fold.js';
import type { Look } from './render-changes.js';
import { byVerdict, palette, type Palette } from './palette.js';
import { plainText } from './plain-text.js';
import { cut } from './width.js';
import { elapsedBetween, formatIsoDuration, formatTime, parseIsoDuration } from './times.js';
import { renderTrouble, type Trouble } from './trouble.js';

/** The part of a window that steps and machines have at least, whatever is awaited. */
const LEAST_BODY = 0.4;

/** Of a step, so many machines that went wrong are in sight, whatever is awaited. */
const BAD_IN_SIGHT = 3;

const MOST_TROUBLES = 3;
const TROUBLE_WIDTH = 160;

export interface LiveOptions {
  readonly colour: boolean;
  readonly now: Date;
  readonly rows: number;
  /** The window's width: words are folded to it, names cut. */
  readonly columns?: number;
}

/**
 * The block that is redrawn while a run is followed: at most `rows` lines, the first question to a
 * person and what answers it never cut away, nor machines that went wrong. Rows of tables may be
 * wider than the window; whoever draws them cuts.
 */
export function renderLive(look: Look, options: LiveOptions): string[] {
  const { now, rows, columns = 120 } = options;
  const colours = palette(options.colour);
  const width = columns - 1;
  const head = [
    ...renderVerdict(look.record, colours, now),
    ...clockLines(look.record, colours, now),
    ...troubleLines(look.troubles ?? [], colours),
  ].flatMap((line) => (line.includes('plan sha256:') ? [line] : fold(line, width)));
  const room = Math.max(3, rows - head.length);
  const least = Math.min(leastBody(look.record.steps), Math.floor(rows * LEAST_BODY));
  const waiting = renderWaitsInRows(look.record, colours, { now, rows: room - least, width });
  const body = stepsWithMachines(look, colours, {
    now,
    room: Math.max(3, room - waiting.length),
    nameWidth: nameWidthIn(columns),
  });
  return [...head, ...body, ...waiting];
}

/** What fails and is tried again: a server that is away fails many at once. */
function troubleLines(troubles: readonly Trouble[], colours: Palette): string[] {
  const lines = troubles.slice(0, MOST_TROUBLES).map(renderTrouble);
  const more = troubles.length - lines.length;
  if (more > 0) lines.push(`and ${more} more fail and are tried again`);
  return lines.map((line) => colours.yellow(`  ${cut(line, TROUBLE_WIDTH)}`));
}

/** The recovery time so far against what is allowed. */
function clockLines({ run, objectives, clock }: RunRecord, colours: Palette, now: Date): string[] {
  const { target } = objectives.rto;
  if (target === null || run.endedAt !== null) return [];
  const from = clock?.declaredAt ?? run.startedAt;
  const to = clock?.stepsOverAt ?? null;
  const line = `  RTO: ${elapsedBetween(from, to, now)} of ${formatIsoDuration(target)}`;
  const seconds = ((to === null ? now.getTime() : Date.parse(to)) - Date.parse(from)) / 1000;
  const isMissed = seconds > (parseIsoDuration(target) ?? Number.POSITIVE_INFINITY);
  return [isMissed ? colours.red(`${line}, missed`) : line];
}

function leastBody(steps: readonly StepRecord[]): number {
  const bad = steps
    .filter(isOpen)
    .map(({ machines }) => Math.min(BAD_IN_SIGHT, countBad(machines)))
    // With what is followed of the step, and the count of the others.
    .map((count) => (count === 0 ? 0 : count + 2));
  return steps.length + bad.reduce((sum, count) => sum + count, 0);
}

/** A third of the window, because what is said of a machine matters more than its whole name. */
function nameWidthIn(columns: number): number {
  return Math.min(40, Math.max(12, Math.floor(columns / 3)));
}

function stepsWithMachines(
  look: Look,
  colours: Palette,
  options: { readonly now: Date; readonly room: number; readonly nameWidth: number },
): string[] {
  const { now, room, nameWidth } = options;
  const steps = look.record.steps;
  const rows = renderSteps(steps, colours, now, look.limits);
  const running = steps.filter(isOpen);
  const forMachines = Math.max(0, room - rows.length - running.length);
  const limit = Math.floor(forMachines / Math.max(1, running.length)) - 1;
  const lines = steps.flatMap((step, index) => {
    const own = [rows[index] ?? ''];
    if (!isOpen(step)) return own;
    own.push(...childLine(step, colours));
    for (const seen of look.progress) {
      if (stepOfId(seen.step) === step.id) own.push(...progressLine(seen, colours, now));
    }
    if (limit > 0) {
      own.push(...renderItems(step.items ?? [], colours, { limit, indent: '      ' }));
      const machines = { now, limit, indent: '      ', nameWidth };
      own.push(...renderMachines(step.machines, colours, machines));
    }
    return own;
  });
  return keepRunning([...lines, ...cleanupLines(look, colours, now)], room, colours);
}

/** A child run has a view of its own. */
function childLine({ verb, output }: StepRecord, colours: Palette): string[] {
  const child = verb === 'runbook' ? output['run'] : undefined;
  if (typeof child !== 'object' || child === null || Array.isArray(child)) return [];
  const { id } = child as JsonObject;
  if (typeof id !== 'string') return [];
  return [colours.dim(`      see it with: drillbook status ${plainText(id)} --watch`)];
}

/** Its machines matter now: they move, or a person has to decide about them. */
function isOpen({ status }: StepRecord): boolean {
  return status === 'running' || status === 'waiting';
}

/** Clean-up is no step of the runbook, but it is followed like one. */
function cleanupLines({ record, progress }: Look, colours: Palette, now: Date): string[] {
  const { clock, cleanup, run } = record;
  const since = clock?.stepsOverAt ?? null;
  const ids = new Set(record.steps.map(({ id }) => id));
  const seen = progress.filter(({ step }) => !ids.has(stepOfId(step)));
  const isUnderWay = since !== null && cleanup.verdict === 'pending' && run.outcome === null;
  if (!isUnderWay && seen.length === 0) return [];
  const time = since === null ? '' : `  ${elapsedBetween(since, clock?.cleanedAt ?? null, now)}`;
  return [
    `  clean-up  ${colours.cyan('running')}${time}`,
    ...cleanup.targets.map(
      ({ target, verdict, message }) =>
        `      ${plainText(target)}  ${byVerdict(colours, verdict, verdict)}  ${plainText(message)}`,
    ),
    ...seen.flatMap((one) => [
      `      ${plainText(one.step.split('/').at(-1) ?? '')}`,
      ...progressLine(one, colours, now),
    ]),
  ];
}

function progressLine(seen: FollowProgress, colours: Palette, now: Date): string[] {
  const { message, unreachableSince, step } = seen;
  // Several items of a step are followed at a time.
  const whose = !step.includes('/') && step.includes('.') ? `${plainText(step)}: ` : '';
  if (unreachableSince !== null) {
    const since = `${formatTime(unreachableSince)}, for ${elapsedBetween(unreachableSince, null, now)}`;
    return [colours.red(`      ${whose}the server has not answered since ${since}`)];
  }
  return message === '' ? [] : [colours.dim(`      ${whose}${plainText(message)}`)];
}

/** A runbook longer than the window: its end is what moves, so the beginning gives way. */
function keepRunning(lines: readonly string[], room: number, colours: Palette): string[] {
  if (lines.length <= room) return [...lines];
  const hidden = lines.length - room + 1;
  return [colours.dim(`  (${hidden} lines above)`), ...lines.slice(hidden)];
}
