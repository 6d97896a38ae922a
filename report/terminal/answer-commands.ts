import type { WaitingRecord } from '../../plan/run-record.js';

const RESOLUTIONS = new Set(['adopt', 'resend']);
const VERBS = new Set(['retry', 'skip', 'abort']);

/**
 * The exact commands that answer what a run waits for, one per choice. Empty for a run that waits
 * for a target which another run holds: time or that run's end answers.
 */
export function answerCommands(runId: string, waiting: WaitingRecord): string[] {
  const choices = waiting.kind === 'target' ? waiting.choices : withAbort(waiting.choices);
  return choices.flatMap((choice) => {
    const command = commandFor(runId, waiting, choice);
    return command === null ? [] : [`${command} --reason '...'`];
  });
}

/** A run can be aborted whatever it asks. */
function withAbort(choices: readonly string[]): readonly string[] {
  return choices.includes('abort') ? choices : [...choices, 'abort'];
}

function commandFor(runId: string, waiting: WaitingRecord, choice: string): string | null {
  const place = `--step ${waiting.step}${waiting.item === null ? '' : ` --item ${waiting.item}`}`;
  const isResolution = RESOLUTIONS.has(choice) || (choice === 'skip' && waiting.kind === 'unknown');
  if (isResolution) return `drillbook resolve ${runId} ${place} --with ${choice}`;
  if (choice === 'abort') return `drillbook abort ${runId}`;
  return VERBS.has(choice) ? `drillbook ${choice} ${runId} ${place}` : null;
}
