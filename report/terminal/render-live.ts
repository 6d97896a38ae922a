import type { FollowProgress } from '../../plan/progress.js';
import type { StepRecord } from '../../plan/run-record.js';
import { renderMachines } from './render-machines.js';
import { renderVerdict } from './render-record.js';
import { renderSteps } from './render-steps.js';
import { renderWaiting } from './render-waiting.js';
import type { Look } from './render-changes.js';
import { palette, type Palette } from './palette.js';
import { plainText } from './plain-text.js';
import { elapsedBetween, formatTime } from './times.js';
import { renderTrouble } from './trouble.js';

/**
 * The block that is redrawn while a run is followed: at most `rows` lines, what is awaited never
 * cut away. Lines may be wider than the terminal; whoever draws them cuts.
 */
export function renderLive(
  look: Look,
  options: {
    readonly colour: boolean;
    readonly now: Date;
    readonly rows: number;
    /** The window's width, for what may be made narrower without a loss. */
    readonly columns?: number;
  },
): string[] {
  const colours = palette(options.colour);
  const head = renderVerdict(look.record, colours, options.now);
  head.push(...(look.troubles ?? []).map((each) => colours.yellow(`  ${renderTrouble(each)}`)));
  const waiting = renderWaiting(look.record, colours, options.now);
  const room = Math.max(3, options.rows - head.length - waiting.length);
  const nameWidth = nameWidthIn(options.columns ?? 120);
  const body = stepsWithMachines(look, colours, { now: options.now, room, nameWidth });
  return [...head, ...body, ...waiting];
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
  const rows = renderSteps(steps, colours, now);
  const running = steps.filter(isOpen);
  const forMachines = Math.max(0, room - rows.length - running.length);
  const limit = Math.floor(forMachines / Math.max(1, running.length)) - 1;
  const lines = steps.flatMap((step, index) => {
    const own = [rows[index] ?? ''];
    if (!isOpen(step)) return own;
    const seen = look.progress.find((progress) => progress.step === step.id);
    if (seen !== undefined) own.push(...progressLine(seen, colours, now));
    if (limit > 0) {
      const machines = { now, limit, indent: '      ', nameWidth };
      own.push(...renderMachines(step.machines, colours, machines));
    }
    return own;
  });
  return keepRunning([...lines, ...cleanupLines(look, colours, now)], room, colours);
}

/** Its machines matter now: they move, or a person has to decide about them. */
function isOpen({ status }: StepRecord): boolean {
  return status === 'running' || status === 'waiting';
}

/** Clean-up is no step of the runbook, but it is followed like one. */
function cleanupLines({ record, progress }: Look, colours: Palette, now: Date): string[] {
  const ids = new Set(record.steps.map(({ id }) => id));
  return progress
    .filter(({ step }) => !ids.has(step))
    .flatMap((seen) => [
      `  clean-up  ${plainText(seen.step.split('/').at(-1) ?? '')}`,
      ...progressLine(seen, colours, now),
    ]);
}

function progressLine(seen: FollowProgress, colours: Palette, now: Date): string[] {
  const { message, unreachableSince } = seen;
  if (unreachableSince !== null) {
    const since = `${formatTime(unreachableSince)}, for ${elapsedBetween(unreachableSince, null, now)}`;
    return [colours.red(`      the server has not answered since ${since}`)];
  }
  return message === '' ? [] : [colours.dim(`      ${plainText(message)}`)];
}

/** A runbook longer than the window: its end is what moves, so the beginning gives way. */
function keepRunning(lines: readonly string[], room: number, colours: Palette): string[] {
  if (lines.length <= room) return [...lines];
  const hidden = lines.length - room + 1;
  return [colours.dim(`  (${hidden} lines above)`), ...lines.slice(hidden)];
}
