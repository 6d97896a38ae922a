import { patched } from '@temporalio/workflow';
import type { SteeringCommand, SteeringVerb } from '../plan/steering.js';
import { holdRun, resumeRun } from './hold-run.js';
import { isChildCleaning } from './parent.js';
import type { Run } from './run.js';

/** What an abort does while the steps under `always` run, for the record. */
export const ENDS_ALWAYS =
  'what the steps under `always` were waiting for was ended; the outcome was known already, and stays';

/** The outcome is known and all is cleaned up: older versions took an abort then for one of the run. */
export function isOfAlways({ phase }: Run): boolean {
  return phase === 'always' && patched('abort-ends-always');
}

/** A command about the whole run. */
export function obey(run: Run, command: SteeringCommand): void {
  switch (command.verb) {
    case 'pause':
      holdRun(run, command);
      break;
    case 'resume':
      resumeRun(run);
      break;
    case 'undo':
      // Before the stop, which tells the child runs.
      run.isUndoAsked = true;
      run.abort(command);
      break;
    default:
      if (isOfAlways(run)) {
        run.endAlways(command.person.name);
        break;
      }
      // Before the stop, which tells the child runs.
      run.isCleanUpToEnd = run.isAborted;
      run.abort(command);
  }
}

/** Why a command about the whole run comes at the wrong time; null: it does not. */
export function whyNotNow(run: Run, verb: SteeringVerb): string | null {
  if (run.phase === 'finished') return 'the run is over';
  if (verb === 'abort') {
    if (run.phase === 'always')
      return run.isAlwaysEnded ? 'what `always` waits for was ended already' : null;
    if (!run.isAborted || run.phase === 'cleanup' || isChildCleaning(run)) return null;
    return 'the run is being aborted already: it follows what runs to its end, then cleans up; only a clean-up can be aborted again';
  }
  if (verb === 'undo' && run.isUndoAsked) return 'an undo of this run was asked for already';
  if (run.phase !== 'admission' && run.phase !== 'steps') {
    return 'the steps of the run are over: it is cleaning up, or ending';
  }
  switch (verb) {
    case 'pause':
      if (run.stop !== null) return 'the run has stopped and begins nothing more';
      if (run.pause === null) return null;
      return `the run is paused already, by ${run.pause.by} since ${run.pause.since}`;
    case 'resume':
      return run.pause === null ? 'the run is not paused' : null;
    default:
      return null;
  }
}
