import type { Json } from '../../plan/json.js';
import type { WaitingKind } from '../../plan/outcome.js';
import type { RunRecord, WaitingRecord } from '../../plan/run-record.js';
import { approvalLines, approvalsMissing, taskLines } from './people-lines.js';
import { answerCommands } from './answer-commands.js';
import type { Palette } from './palette.js';
import { fold, foldCommand } from './fold.js';
import { plainText } from './plain-text.js';
import { cut } from './width.js';
import { elapsedBetween, formatTime } from './times.js';

const EVIDENCE_WIDTH = 300;

/** What a run waits for: the question, its evidence, and the commands that answer it. */
export function renderWaiting(record: RunRecord, colours: Palette, options: WaitOptions): string[] {
  return record.waitingFor.flatMap((waiting) =>
    renderWait(record.run.id, waiting, colours, options),
  );
}

export interface WaitOptions {
  readonly now: Date;
  /** The columns that a line may take; missing: as many as it needs. */
  readonly width?: number;
}

/** One question of a run, the commands that answer it last. */
export function renderWait(
  runId: string,
  waiting: WaitingRecord,
  colours: Palette,
  { now, width = Number.POSITIVE_INFINITY }: WaitOptions,
): string[] {
  const text = [
    `${colours.yellow('waiting')}  ${question(waiting)}`,
    `  since ${formatTime(waiting.since)}, for ${elapsedBetween(waiting.since, null, now)}`,
    ...evidenceLines(waiting),
  ];
  return [...text.flatMap((line) => fold(line, width)), ...answers(runId, waiting, width)];
}

function answers(runId: string, waiting: WaitingRecord, width: number): string[] {
  const commands = answerCommands(runId, waiting);
  if (commands.length === 0) return [];
  const { items } = waiting.evidence;
  const one =
    Array.isArray(items) && items.length > 0 ? ['  add --item KEY for one of the items alone'] : [];
  return [
    '  answer with one of:',
    ...commands.flatMap((command) => foldCommand(command, '    ', width)),
    ...one,
  ];
}

function question(waiting: WaitingRecord): string {
  const step = waiting.item === null ? waiting.step : `${waiting.step} (item ${waiting.item})`;
  const child = waiting.run === undefined ? '' : `run ${waiting.run}: `;
  const missing = waiting.kind === 'approval' ? approvalsMissing(waiting.evidence) : '';
  return `${child}${questions[waiting.kind](plainText(step))}${missing}`;
}

const questions: Record<WaitingKind, (step: string) => string> = {
  unknown: (step) => `step ${step}: we can't tell whether it happened; look, then decide`,
  pause: (step) =>
    step === ''
      ? 'the run is paused: what runs is followed, nothing begins'
      : `step ${step} is held until a person decides`,
  approval: (step) => `step ${step} needs an approval`,
  task: (step) => `step ${step} is work for a person`,
  target: () => 'a target is held by another run; this one goes on when it is free',
};

function evidenceLines(waiting: WaitingRecord): string[] {
  if (waiting.kind === 'approval') return approvalLines(waiting.evidence);
  if (waiting.kind === 'task') return taskLines(waiting.evidence);
  const { until, ...evidence } = waiting.evidence;
  const lines = Object.entries(evidence)
    .map(([name, value]) => [name, asText(value)] as const)
    .filter(([, text]) => text !== '')
    .map(([name, text]) => `  ${plainText(name)}: ${cut(plainText(text), EVIDENCE_WIDTH)}`);
  if (typeof until !== 'string') return lines;
  const end = waiting.kind === 'unknown' ? 'ends as unknown' : 'is aborted';
  return [...lines, `  until ${formatTime(until)}, then the drill ${end}`];
}

function asText(value: Json): string {
  if (typeof value === 'string') return value;
  return countsOf(value) ?? JSON.stringify(value);
}

/** `1 failed, 2 succeeded`, where that is what it is; null: it is something else. */
function countsOf(value: Json): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const counts = Object.entries(value);
  if (counts.length === 0 || counts.some(([, count]) => typeof count !== 'number')) return null;
  return counts.map(([word, count]) => `${Number(count)} ${word}`).join(', ');
}
