import type { Json } from '../../plan/json.js';
import type { WaitingKind } from '../../plan/outcome.js';
import type { RunRecord, WaitingRecord } from '../../plan/run-record.js';
import { answerCommands } from './answer-commands.js';
import type { Palette } from './palette.js';
import { cut, plainText } from './plain-text.js';
import { elapsedBetween, formatTime } from './times.js';

const EVIDENCE_WIDTH = 300;

/** What a run waits for: the question, its evidence, and the commands that answer it. */
export function renderWaiting(record: RunRecord, colours: Palette, now: Date): string[] {
  return record.waitingFor.flatMap((waiting) => [
    `${colours.yellow('waiting')}  ${question(waiting)}`,
    `  since ${formatTime(waiting.since)}, for ${elapsedBetween(waiting.since, null, now)}`,
    ...evidenceLines(waiting),
    ...answers(record.run.id, waiting).map((line) => `  ${line}`),
  ]);
}

function answers(runId: string, waiting: WaitingRecord): string[] {
  const commands = answerCommands(runId, waiting);
  return commands.length === 0 ? [] : ['answer with one of:', ...commands.map((c) => `  ${c}`)];
}

function question(waiting: WaitingRecord): string {
  const step = waiting.item === null ? waiting.step : `${waiting.step} (${waiting.item})`;
  return questions[waiting.kind](plainText(step));
}

const questions: Record<WaitingKind, (step: string) => string> = {
  unknown: (step) => `step ${step}: we can't tell whether it happened; look, then decide`,
  pause: (step) => `step ${step} is held until a person decides`,
  approval: (step) => `step ${step} needs an approval`,
  task: (step) => `step ${step} is work for a person`,
  target: () => 'a target is held by another run; this one goes on when it is free',
};

function evidenceLines(waiting: WaitingRecord): string[] {
  return Object.entries(waiting.evidence).map(
    ([name, value]) => `  ${plainText(name)}: ${cut(plainText(asText(value)), EVIDENCE_WIDTH)}`,
  );
}

function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
