import { ActivityFailure, condition } from '@temporalio/workflow';
import type { CleanupTarget } from '../plan/run-record.js';
import type { Drive } from './drive.js';
import { failureRecord } from './failure-words.js';
import { followDrive } from './follow.js';
import { readTarget } from './read-target.js';
import type { Run } from './run.js';
import { undoTarget } from './undo-target.js';

/** How often an undo is sent whose task the server ended as failed. */
const MOST_UNDO_TRIES = 4;

/** Clean-up polls at this pace, whatever the steps said. */
const POLL_SECONDS = 2;

/**
 * Cleans up after a drill, in reverse order of start: undoes what was started, waits for tests to
 * end and compares the state with the one before. A failure is recorded and never stops the rest.
 * It begins only when every step is over, so that no mutation is in flight.
 */
export async function cleanUp(run: Run): Promise<void> {
  if (!run.isDrill) return;
  const drives = run.drives.filter((drive) => drive.state !== 'refused').reverse();
  if (drives.length === 0) {
    run.cleanup = { verdict: 'not-needed', targets: [] };
    return;
  }
  const deadline = Date.now() + run.input.plan.limits.cleanupTimeoutSeconds * 1000;
  run.abortsBeforeCleanUp = run.abortCount;
  for (const [index, drive] of drives.entries()) {
    const cleaned =
      isEnded(run) || Date.now() >= deadline
        ? leftover(drive, 'clean-up was ended before it came to this target')
        : await cleanOne(run, drive, index, deadline);
    run.cleanup.targets.push(cleaned);
    run.log('cleaned', drive.step, { ...cleaned });
  }
  const isClean = run.cleanup.targets.every(({ verdict }) => verdict === 'clean');
  run.cleanup = { ...run.cleanup, verdict: isClean ? 'clean' : 'leftovers' };
}

/** A person aborted again: clean-up ends, what is left is said. */
function isEnded(run: Run): boolean {
  return run.abortCount > run.abortsBeforeCleanUp;
}

async function cleanOne(
  run: Run,
  drive: Drive,
  index: number,
  deadline: number,
): Promise<CleanupTarget> {
  try {
    if (drive.state === 'undone') return clean(drive, 'undo', 'undone by the run itself');
    if (drive.state === 'accepted') await waitForRest(run, drive, index, deadline);
    if (drive.state === 'over' && !drive.isEndSeen) {
      return leftover(drive, "the end of its job can't be seen; look at it in Veeam");
    }
    return drive.verb === 'test'
      ? await compareAfterTest(run, drive, index, deadline)
      : await undoStarted(run, drive, index, deadline);
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    return leftover(drive, failureRecord(error).message);
  }
}

async function waitForRest(run: Run, drive: Drive, index: number, deadline: number): Promise<void> {
  const end = await followDrive(run, drive, {
    step: drive.step,
    activityId: `clean-up/${index}/${drive.step}/follow`,
    pollSeconds: POLL_SECONDS,
    deadline,
  });
  if (end.kind === 'limit') return;
  drive.state = end.kind === 'failed' ? 'failed' : 'over';
  drive.overAt = Date.now();
}

/** A test ends by itself; a difference to the state before is said, and never undone. */
async function compareAfterTest(
  run: Run,
  drive: Drive,
  index: number,
  deadline: number,
): Promise<CleanupTarget> {
  if (drive.state === 'unclear') {
    return leftover(drive, "whether the test was started can't be told; look at it in Veeam");
  }
  // What the server shows may be as old as it may lag.
  const lag = run.lagSeconds(drive.target.connection) * 1000;
  const left = (drive.overAt ?? Date.now()) + lag - Date.now();
  if (left > 0) {
    await condition(() => isEnded(run), Math.min(left, Math.max(1, deadline - Date.now())));
  }
  const after = await readTarget(
    run,
    drive.target,
    `clean-up/${index}/${drive.step}/compare`,
    deadline,
  );
  if (drive.state === 'accepted' || after.isRunning === true) {
    return leftover(drive, 'the test was still running at the end of clean-up');
  }
  if (after.failedOver === null || drive.baseline.failedOver === null) {
    const untold = 'the test is over; the server shows no states, so nothing was compared';
    return clean(drive, 'compare', untold);
  }
  const before = new Set(drive.baseline.failedOver);
  const failedOver = after.failedOver.filter((name) => !before.has(name));
  if (failedOver.length > 0) {
    const names = failedOver.join(', ');
    return leftover(drive, `failed over after the test, and not before: ${names}`);
  }
  return clean(drive, 'compare', 'the test is over and no machine is failed over');
}

async function undoStarted(
  run: Run,
  drive: Drive,
  index: number,
  deadline: number,
): Promise<CleanupTarget> {
  if (drive.state === 'accepted') {
    return leftover(drive, 'its job was still running at the end of clean-up; undo it by hand');
  }
  for (let tries = 1; ; tries++) {
    const end = await undoTarget(run, {
      step: `clean-up/${index}/${drive.step}`,
      attempt: tries,
      target: drive.target,
      drive,
      isAsked: false,
      deadline,
      pollSeconds: POLL_SECONDS,
      isAdopted: false,
      evenWhenStopped: true,
    });
    if (end.kind === 'undone') return clean(drive, 'undo', end.message);
    // A clear failure of the undo's task, perhaps because machines were still starting: the one
    // case in which it is sent again.
    const pause = Math.min(60, 5 * 2 ** tries) * 1000;
    const isHopeless = !end.isTaskFailure || tries >= MOST_UNDO_TRIES;
    if (isHopeless || Date.now() + pause > deadline) return leftover(drive, end.message);
    if (await condition(() => isEnded(run), pause)) return leftover(drive, end.message);
  }
}

function clean(drive: Drive, action: CleanupTarget['action'], message: string): CleanupTarget {
  return { target: drive.target.target, action, verdict: 'clean', message };
}

function leftover(drive: Drive, message: string): CleanupTarget {
  const action = drive.verb === 'test' ? 'compare' : 'undo';
  return { target: drive.target.target, action, verdict: 'leftovers', message };
}
