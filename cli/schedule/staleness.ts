import { hostname } from 'node:os';
import { canonicalJson } from '../../plan/canonical.js';
import type { RunInput } from '../../plan/run-input.js';
import { CommandError } from '../command-error.js';
import { compileRunbook } from '../compile-runbook.js';
import type { Io } from '../io.js';

/** Whether the runbook of a schedule is another one now. null: that can't be told here. */
export interface Staleness {
  readonly stale: boolean | null;
  /** In words, where it is not the same. */
  readonly why: string | null;
}

/** Compiles the file again that a schedule was applied with, and compares. It changes nothing. */
export async function staleness(input: RunInput, io: Io): Promise<Staleness> {
  const { schedule } = input;
  if (schedule === undefined) return { stale: null, why: 'nobody knows its file' };
  const { file, host } = schedule;
  try {
    const quiet: Io = { ...io, stderr: { ...io.stderr, write: () => true } };
    const now = await compileRunbook(file, 'drill', quiet);
    if (now.planHash !== input.planHash) return changed(`the plan of ${file} is another one now`);
    const spec = now.schedule === null ? null : canonicalJson(now.schedule);
    if (spec !== canonicalJson(schedule.spec))
      return changed(`its schedule in ${file} has changed`);
    if (now.runbookHash !== input.runbookHash) {
      return changed(`the text of ${file} has changed, its plan has not`);
    }
    return { stale: false, why: null };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    if (host !== hostname()) {
      return { stale: null, why: `it was applied from ${file} on ${host}; it is not here` };
    }
    const { message } = error;
    return changed(message.includes('has errors') ? `${file} has errors now` : message);
  }
}

function changed(why: string): Staleness {
  return { stale: true, why };
}
