import type { FollowProgress } from '../../plan/progress.js';
import type { MachineRecord, RunRecord, StepRecord } from '../../plan/run-record.js';
import { approvalLines } from './people-lines.js';
import { answerCommands } from './answer-commands.js';
import { plainText } from './plain-text.js';
import type { StepLimits } from './render-steps.js';
import { clock, elapsedBetween, formatTime } from './times.js';
import { renderTrouble, type Trouble } from './trouble.js';

/** What a following command knew at one look; the progress is merged into the record. */
export interface Look {
  readonly record: RunRecord;
  readonly progress: readonly FollowProgress[];
  /** What fails at the moment and is tried again. */
  readonly troubles?: readonly Trouble[];
  readonly limits?: StepLimits;
}

/**
 * The lines for a log between two looks at a run: one per change, each with the time, the step,
 * the machine and the status. `before` is null at the first look.
 */
export function renderChanges(before: Look | null, after: Look, now: Date): string[] {
  const time = clock(now);
  const lines: string[] = [];
  const hasTurned = before?.record.run.state !== after.record.run.state;
  const runLine = `run ${after.record.run.state}${outcome(after.record)}`;
  const isEnd = after.record.run.state === 'finished';
  if (hasTurned && !isEnd) lines.push(runLine);
  const earlierSteps = new Map((before?.record.steps ?? []).map((step) => [step.id, step]));
  for (const step of after.record.steps) {
    lines.push(...stepChanges(earlierSteps.get(step.id), step, now));
  }
  lines.push(...progressChanges(before, after), ...troubleChanges(before, after));
  lines.push(...waitingChanges(before, after));
  if (before !== null && before.record.cleanup.verdict !== after.record.cleanup.verdict) {
    lines.push(`clean-up ${after.record.cleanup.verdict}`);
  }
  if (hasTurned && isEnd) lines.push(runLine);
  return lines.map((line) => `${time}  ${line}`);
}

function outcome(record: RunRecord): string {
  return record.run.outcome === null ? '' : `, ${record.run.outcome}`;
}

function stepChanges(before: StepRecord | undefined, after: StepRecord, now: Date): string[] {
  const known = new Map((before?.machines ?? []).map((machine) => [machine.name, machine]));
  const machines = after.machines
    .filter((machine) => known.get(machine.name)?.result !== machine.result)
    .map((machine) => machineLine(after, machine));
  const parts = [...itemChanges(before, after), ...machines];
  if ((before?.status ?? 'pending') === after.status) return parts;
  const own = stepLine(after, now);
  // The verdict comes after what led to it.
  return after.status === 'running' ? [own, ...parts] : [...parts, own];
}

function itemChanges(before: StepRecord | undefined, after: StepRecord): string[] {
  const known = new Map((before?.items ?? []).map((item) => [item.key, item.status]));
  return (after.items ?? [])
    .filter(({ key, status }) => (known.get(key) ?? 'pending') !== status)
    .map(({ key, status, error }) => {
      const why = error === null ? '' : `: ${plainText(error.message)}`;
      return `step ${after.id}  item ${plainText(key)}  ${status}${why}`;
    });
}

function stepLine(step: StepRecord, now: Date): string {
  const took = step.endedAt === null ? '' : elapsedBetween(step.startedAt, step.endedAt, now);
  const why = step.error === null ? '' : `: ${plainText(step.error.message)}`;
  return `step ${step.id}  ${step.status}${took === '' ? '' : ` after ${took}`}${why}`;
}

function machineLine(step: StepRecord, machine: MachineRecord): string {
  const message = machine.message === null ? '' : `: ${plainText(machine.message)}`;
  return `step ${step.id}  ${plainText(machine.name)}  ${machine.result}${message}`;
}

function progressChanges(before: Look | null, after: Look): string[] {
  return after.progress.flatMap((seen) => {
    const earlier = before?.progress.find((candidate) => candidate.step === seen.step);
    const lines: string[] = [];
    if (seen.unreachableSince !== null && earlier?.unreachableSince !== seen.unreachableSince) {
      const since = formatTime(seen.unreachableSince);
      lines.push(`${subject(seen.step)}  the server has not answered since ${since}`);
    }
    if (seen.message !== '' && withoutNumbers(earlier?.message) !== withoutNumbers(seen.message)) {
      lines.push(`${subject(seen.step)}  ${plainText(seen.message)}`);
    }
    return lines;
  });
}

/** Clean-up follows under names of its own: `clean-up/0/portal`. */
function subject(step: string): string {
  const target = /^clean-up\/\d+\/(.+)$/.exec(step)?.[1];
  return target === undefined ? `step ${step}` : `clean-up of ${target}`;
}

function troubleChanges(before: Look | null, after: Look): string[] {
  const known = new Set((before?.troubles ?? []).map(renderTrouble));
  return (after.troubles ?? []).map(renderTrouble).filter((line) => !known.has(line));
}

/** A percentage that grows is no change worth a line in a log. */
function withoutNumbers(message: string | undefined): string | undefined {
  return message?.replace(/\d+/g, '');
}

function waitingChanges(before: Look | null, after: Look): string[] {
  return after.record.waitingFor.flatMap((waiting) => {
    const isKnown = before?.record.waitingFor.some(
      (earlier) =>
        earlier.run === waiting.run &&
        earlier.step === waiting.step &&
        earlier.item === waiting.item &&
        earlier.since === waiting.since,
    );
    if (isKnown === true) return [];
    const child = waiting.run === undefined ? '' : `run ${waiting.run}: `;
    const item = waiting.item === null ? '' : ` (item ${plainText(waiting.item)})`;
    return [
      `${child}step ${waiting.step}${item}  waits for a person (${waiting.kind})`,
      ...(waiting.kind === 'approval' ? approvalLines(waiting.evidence) : []),
      ...answerCommands(after.record.run.id, waiting).map((command) => `  ${command}`),
    ];
  });
}
