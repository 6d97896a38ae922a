import type { WaitingRecord } from '../../plan/run-record.js';

const RESOLUTIONS = new Set(['adopt', 'resend']);
const RUN_VERBS = new Set(['abort', 'resume', 'undo']);
const VERBS = new Set(['retry', 'skip', 'abort', 'approve', 'reject']);
const TASK_ANSWERS = new Set(['done', 'failed', 'skipped']);

/**
 * The exact commands that answer what a run waits for, one per choice; what a child run waits for is
 * answered under the child's id. Empty for a run that waits for a target which another run holds:
 * time or that run's end answers.
 */
export function answerCommands(runId: string, waiting: WaitingRecord): string[] {
  const choices = waiting.kind === 'target' ? waiting.choices : withAbort(waiting.choices);
  return choices.flatMap((choice) => {
    const command = commandFor(waiting.run ?? runId, waiting, choice);
    return command === null ? [] : [`${command}${blanks(waiting, choice)}`];
  });
}

/** What is left to fill in. People who are asked by name have to give it. */
function blanks({ kind }: WaitingRecord, choice: string): string {
  const isOfPeople = (kind === 'approval' || kind === 'task') && choice !== 'abort';
  const why = TASK_ANSWERS.has(choice) ? '--note' : '--reason';
  return `${isOfPeople ? " --as '...'" : ''} ${why} '...'`;
}

/** A run can be aborted whatever it asks. */
function withAbort(choices: readonly string[]): readonly string[] {
  return choices.includes('abort') ? choices : [...choices, 'abort'];
}

function commandFor(runId: string, waiting: WaitingRecord, choice: string): string | null {
  const item = waiting.item === null ? '' : ` --item ${quoted(waiting.item)}`;
  const place = `--step ${waiting.step}${item}`;
  const isResolution = RESOLUTIONS.has(choice) || (choice === 'skip' && waiting.kind === 'unknown');
  if (isResolution) return `drillbook resolve ${runId} ${place} --with ${choice}`;
  if (TASK_ANSWERS.has(choice)) return `drillbook answer ${runId} ${place} --with ${choice}`;
  if (choice === 'break-glass') return `drillbook approve ${runId} ${place} --break-glass`;
  if (RUN_VERBS.has(choice)) return `drillbook ${choice} ${runId}`;
  return VERBS.has(choice) ? `drillbook ${choice} ${runId} ${place}` : null;
}

/** A key as a shell takes it: what is copied from here must mean what it says. */
function quoted(key: string): string {
  return /^[\w@%+=:,./-]+$/.test(key) ? key : `'${key.replaceAll("'", "'\\''")}'`;
}
