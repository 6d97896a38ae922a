import { ActivityFailure, condition, patched } from '@temporalio/workflow';
import type { Baseline } from '../activities/contract.js';
import type { CleanupTarget, TargetStates } from '../plan/run-record.js';
import { childrenLeft } from './children-left.js';
import type { Drive } from './drive.js';
import { failureRecord } from './failure-words.js';
import { followDrive } from './follow.js';
import { tellParentOfCleanUp } from './parent.js';
import { readTarget } from './read-target.js';
import type { Run } from './run.js';
import { undoTarget } from './undo-target.js';
import { isCleanUpEnded, isEndedAtOnce, untilCleanUpEnds } from './until-clean-up-ends.js';

/** How often an undo is sent whose task the server ended as failed. */
const MOST_UNDO_TRIES = 4;

/** Clean-up polls at this pace, whatever the steps said. */
const POLL_SECONDS = 2;

/**
 * Cleans up after a drill, and undoes a live run where a person says so, in reverse order of start: undoes what was started, waits for tests to
 * end and compares the state with the one before. A failure is recorded and never stops the rest.
 * It begins only when every step is over, so that no mutation is in flight.
 */
export async function cleanUp(run: Run): Promise<void> {
  if (!run.isDrill && !run.isUndoAsked) return;
  const drives = run.drives.filter((drive) => drive.state !== 'refused').reverse();
  run.cleanup.targets.push(...run.childCleanups, ...childrenLeft(run), ...replicasLeft(run));
  if (drives.length === 0 && run.cleanup.targets.length === 0) {
    run.cleanup = { verdict: 'not-needed', targets: [] };
    return;
  }
  tellParentOfCleanUp(run);
  const deadline = Date.now() + run.input.plan.limits.cleanupTimeoutSeconds * 1000;
  run.abortsBeforeCleanUp = run.abortCount;
  const left = new Map<string, string>();
  for (const [index, drive] of drives.entries()) {
    const newer = left.get(drive.target.planId);
    const { advice, ...ended } =
      newer !== undefined && isLeftWithNewer(drive)
        ? leftover(drive, newer)
        : isCleanUpEnded(run) || Date.now() >= deadline
          ? leftover(drive, 'clean-up was ended before it came to this target')
          : await cleanOne(run, drive, index, deadline);
    if (ended.verdict === 'leftovers') left.set(drive.target.planId, ended.message);
    const cleaned = run.hasClock && advice !== undefined ? { ...ended, advice } : ended;
    run.cleanup.targets.push(cleaned);
    const { before, after, ...facts } = cleaned;
    run.log('cleaned', drive.step, {
      ...facts,
      ...(before === undefined ? {} : { before: { ...before } }),
      ...(after === undefined ? {} : { after: { ...after } }),
    });
  }
  const isClean = run.cleanup.targets.every(({ verdict }) => verdict === 'clean');
  run.cleanup = { ...run.cleanup, verdict: isClean ? 'clean' : 'leftovers' };
}

/**
 * An undo undoes the plan, not one driving of it: what the newest one leaves, an older one of the same plan
 * must not undo. Older versions went by drivings, and their histories must still replay.
 */
function isLeftWithNewer({ verb, state }: Drive): boolean {
  return verb === 'start' && state !== 'undone' && patched('clean-up-by-plan');
}

/** Enterprise Manager's API has no undo for single replicas: what was started stays, and is said. */
function replicasLeft(run: Run): CleanupTarget[] {
  if (run.isDrill) return [];
  return [...run.replicas].flatMap(([step, replicas]): CleanupTarget[] => {
    const started = replicas.filter(({ isMarked }) => isMarked).map(({ machine }) => machine.name);
    if (started.length === 0) return [];
    const names = `${started.slice(0, 20).join(', ')}${started.length > 20 ? ` and ${started.length - 20} more` : ''}`;
    return [
      {
        target: run.step(step)?.plan.verb === 'failover' ? targetOf(run, step) : step,
        action: 'none',
        verdict: 'leftovers',
        message: `single replicas have no undo in Enterprise Manager's API: undo ${names} in Veeam's console, then release them`,
      },
    ];
  });
}

function targetOf(run: Run, step: string): string {
  const plan = run.step(step)?.plan;
  return plan?.verb === 'failover' ? plan.target : step;
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
  const end = await untilCleanUpEnds(run, () =>
    followDrive(run, drive, {
      step: drive.step,
      activityId: `clean-up/${index}/${drive.step}/follow`,
      pollSeconds: POLL_SECONDS,
      deadline,
    }),
  );
  if (end === null || end.kind === 'limit') return;
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
    const rest = Math.min(left, Math.max(1, deadline - Date.now()));
    const isCut = await condition(() => isCleanUpEnded(run), rest, {
      summary: `clean-up of ${drive.step}: until the server surely shows the states`,
    });
    if (isCut && isEndedAtOnce()) return leftover(drive, notCompared(drive));
  }
  const id = `clean-up/${index}/${drive.step}/compare`;
  const after = await untilCleanUpEnds(run, () => readTarget(run, drive.target, id, deadline));
  if (after === null) return leftover(drive, notCompared(drive));
  if (drive.state === 'accepted' || after.isRunning === true) {
    return leftover(drive, STILL_RUNNING);
  }
  const states = run.hasClock ? { before: statesOf(drive.baseline), after: statesOf(after) } : {};
  const trace = statusLeft(drive, after);
  if (trace !== null) return { ...leftover(drive, trace), ...states };
  if (after.failedOver === null || drive.baseline.failedOver === null) {
    const untold = 'the test is over; the server shows no states, so nothing was compared';
    return { ...clean(drive, 'compare', untold), ...states };
  }
  const before = new Set(drive.baseline.failedOver);
  const failedOver = after.failedOver.filter((name) => !before.has(name));
  if (failedOver.length > 0) {
    const names = failedOver.join(', ');
    const message = `failed over after the test, and not before: ${names}`;
    return { ...leftover(drive, message), ...states };
  }
  return {
    ...clean(drive, 'compare', 'the test is over and no machine is failed over'),
    ...states,
  };
}

const STILL_RUNNING = 'the test was still running at the end of clean-up';

function notCompared({ state }: Drive): string {
  if (state === 'accepted') return STILL_RUNNING;
  return 'the test is over, but clean-up was ended before the server surely showed the states after it: they were not compared';
}

function statesOf({ failedOver, console }: Baseline): TargetStates {
  return { failedOver, status: console?.status ?? null };
}

/** A Console shows a plan's status: one that a test has left is said, with what to look at. */
function statusLeft(drive: Drive, after: Baseline): string | null {
  const status = after.console?.status ?? 'Unknown';
  const before = drive.baseline.console?.status ?? 'Unknown';
  if (status === 'Unknown' || status === before) return null;
  return `the Console shows the plan as ${status} after the test, and as ${before} before: look in Veeam whether machines of the plan are on, and undo the plan there if they are`;
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
      // Of a live run a person asks for it; a drill undoes what is proven to be its own.
      isAsked: !run.isDrill,
      deadline,
      pollSeconds: POLL_SECONDS,
      isAdopted: false,
      evenWhenStopped: true,
      isOfCleanUp: true,
    });
    if (end.kind === 'undone') return clean(drive, 'undo', end.message);
    // A clear failure of the undo's task, perhaps because machines were still starting: the one
    // case in which it is sent again.
    const pause = Math.min(60, 5 * 2 ** tries) * 1000;
    const isHopeless = !end.isTaskFailure || tries >= MOST_UNDO_TRIES;
    if (isHopeless || Date.now() + pause > deadline) return leftover(drive, end.message);
    const summary = `clean-up of ${drive.step}: pause before another undo`;
    if (await condition(() => isCleanUpEnded(run), pause, { summary }))
      return leftover(drive, end.message);
  }
}

function clean(drive: Drive, action: CleanupTarget['action'], message: string): CleanupTarget {
  return { target: drive.target.target, action, verdict: 'clean', message };
}

function leftover(drive: Drive, message: string): CleanupTarget {
  const action = drive.verb === 'test' ? 'compare' : 'undo';
  const advice = adviceFor(drive);
  return { target: drive.target.target, action, verdict: 'leftovers', message, advice };
}

/** A person has to look first: what is left need not be ours. */
function adviceFor({ verb, target, isMarked }: Drive): string {
  const { connection, name } = target;
  const look = `look at "${name}" in Veeam (connection ${connection})`;
  if (verb === 'test') return `${look}, and undo the plan there if machines of it are on`;
  const release = `drillbook release '${connection}/${name}' --reason '...'`;
  return `${look}; if it is failed over, undo it there${isMarked ? `; then: ${release}` : ''}`;
}
