import type { StepRecord } from '../../plan/run-record.js';
import { renderMachines } from './render-machines.js';
import { renderVerdict } from './render-record.js';
import { renderSteps } from './render-steps.js';
import { renderWaiting } from './render-waiting.js';
import type { Look } from './render-changes.js';
import { palette, type Palette } from './palette.js';
import { plainText } from './plain-text.js';

/**
 * The block that is redrawn while a run is followed: at most `rows` lines, what is awaited never
 * cut away. Lines may be wider than the terminal; whoever draws them cuts.
 */
export function renderLive(
  look: Look,
  options: { readonly colour: boolean; readonly now: Date; readonly rows: number },
): string[] {
  const colours = palette(options.colour);
  const head = renderVerdict(look.record, colours, options.now);
  const waiting = renderWaiting(look.record, colours, options.now);
  const room = Math.max(3, options.rows - head.length - waiting.length);
  const body = stepsWithMachines(look, colours, options.now, room);
  return [...head, ...body, ...waiting];
}

function stepsWithMachines(look: Look, colours: Palette, now: Date, room: number): string[] {
  const steps = look.record.steps;
  const rows = renderSteps(steps, colours, now);
  const running = steps.filter(isOpen);
  const forMachines = Math.max(0, room - rows.length - running.length);
  const limit = Math.floor(forMachines / Math.max(1, running.length)) - 1;
  const lines = steps.flatMap((step, index) => {
    const own = [rows[index] ?? ''];
    if (!isOpen(step)) return own;
    const seen = look.progress.find((progress) => progress.step === step.id);
    if (seen !== undefined) own.push(...progressLine(seen.message, seen.unreachableSince, colours));
    if (limit > 0)
      own.push(...renderMachines(step.machines, colours, { now, limit, indent: '      ' }));
    return own;
  });
  return keepRunning(lines, room, colours);
}

/** Its machines matter now: they move, or a person has to decide about them. */
function isOpen({ status }: StepRecord): boolean {
  return status === 'running' || status === 'waiting';
}

function progressLine(
  message: string,
  unreachableSince: string | null,
  colours: Palette,
): string[] {
  if (unreachableSince !== null) {
    return [colours.red(`      the server has not answered since ${unreachableSince}`)];
  }
  return message === '' ? [] : [colours.dim(`      ${plainText(message)}`)];
}

/** A runbook longer than the window: its end is what moves, so the beginning gives way. */
function keepRunning(lines: readonly string[], room: number, colours: Palette): string[] {
  if (lines.length <= room) return [...lines];
  const hidden = lines.length - room + 1;
  return [colours.dim(`  (${hidden} lines above)`), ...lines.slice(hidden)];
}
