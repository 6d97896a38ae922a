import type { RunOutcome } from '../plan/outcome.js';
import type { RunRecord } from '../plan/run-record.js';

const MEANINGS: Readonly<Record<RunOutcome, string>> = {
  succeeded: 'Every step ended well, and every machine that was driven.',
  degraded:
    'The run came to its end, but not everything in it is as it should be: what fell short was within what the runbook tolerates, or a person left it out.',
  failed: 'A step failed beyond what the runbook tolerates.',
  aborted: 'A person, or a time limit set for one, ended the run before its end.',
  unknown: 'Whether something happened could not be told, and nobody has told.',
  refused: 'The run was refused at its beginning: nothing was touched.',
};

/** What an outcome means, in a sentence for somebody who does not know the word. */
export function outcomeWords({ run, cleanup }: RunRecord): string {
  if (run.state !== 'finished') return 'The run is not over: this shows how it stands.';
  if (run.outcome === null) {
    return 'Nobody wrote an outcome: the run was ended from outside Drillbook.';
  }
  const left =
    cleanup.verdict === 'leftovers' ? ' Its clean-up has left something over: see below.' : '';
  return MEANINGS[run.outcome] + left;
}
