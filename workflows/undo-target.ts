import { patched } from '@temporalio/workflow';
import type { AcceptedJob, Baseline } from '../activities/contract.js';
import type { MarkMemo } from '../plan/workflow-names.js';
import { type Drive, isOwned } from './drive.js';
import { followDrive } from './follow.js';
import { sendOnce } from './once.js';
import { planMutation } from './plan-mutation.js';
import { readTarget } from './read-target.js';
import { isHeldBeforeSending, readWhenResumed } from './read-to-send.js';
import type { Run } from './run.js';
import { senderOf } from './sender.js';
import { QUESTIONS_STAY_OPEN } from './step-state.js';
import { end, type UndoEnd, type UndoRequest } from './undo-end.js';
import { confirm, fromStates, setUndoOpen } from './undo-proof.js';
import { isCleanUpEnded, isEndedAtOnce, untilCleanUpEnds } from './until-clean-up-ends.js';

/**
 * Undoes a target and follows it to the end. It is sent only when the plan's newest session is the
 * recorded one (EM undoes the plan's last session, whoever made it), and, when nobody asked for
 * it, only with proof that the start was this run's own.
 */
export async function undoTarget(run: Run, wanted: UndoRequest): Promise<UndoEnd> {
  const { target, step, attempt, drive } = wanted;
  if (drive !== null && isToBeFollowed(drive)) {
    const isAtRest = await comeToRest(run, wanted, drive);
    if (!isAtRest) return end('refused', 'its job is still running', {});
  }
  const id = `${step}/${attempt}/undo-baseline`;
  const read = () => readTarget(run, target, id, wanted.deadline);
  const first = wanted.isOfCleanUp === true ? await untilCleanUpEnds(run, read) : await read();
  if (first === null) return end('refused', ENDED_BEFORE, {});
  const isHeld = !wanted.isAdopted && isHeldBeforeSending(run);
  const again = isHeld ? await readWhenResumed(run, target, id, wanted.deadline) : null;
  const reading = again?.reading ?? first;
  const request = { ...wanted, deadline: again?.deadline ?? wanted.deadline };
  if (request.isAdopted) return await confirm(run, request, reading, null);
  if (request.isFollowedOn === true) {
    return await confirm(run, request, reading, run.undoJobs.get(target.planId) ?? null);
  }
  const refusal = refusalByMark(run, request, reading.mark) ?? refusalToUndo(request, reading);
  if (refusal !== null) return end('refused', refusal, { newest: newest(reading) });
  if (isBesideUnseenEnd(request)) {
    const message = `the end of the job of "${target.name}" can't be seen: it may still run, so no undo is sent beside it`;
    const evidence = { session: drive?.sessionId ?? null };
    return { ...end('refused', message, evidence), isEndUnseen: true };
  }
  return await sendUndo(run, request, reading);
}

/** Older versions sent it all the same. */
function isBesideUnseenEnd({ drive, isDespiteUnseenEnd }: UndoRequest): boolean {
  if (drive === null || drive.state !== 'over' || drive.isEndSeen) return false;
  return isDespiteUnseenEnd !== true && patched('no-undo-beside-an-unseen-end');
}

async function sendUndo(run: Run, request: UndoRequest, reading: Baseline): Promise<UndoEnd> {
  const { target, step, attempt, drive } = request;
  const mutation = planMutation(run, {
    step,
    attempt,
    verb: 'undo',
    target,
    baseline: reading,
    restorePointBefore: null,
    expectedSession: newest(reading),
    deadline: request.deadline,
    evenWhenStopped: request.evenWhenStopped,
    ...(request.isOfCleanUp === true
      ? { isEnded: () => isCleanUpEnded(run) && isEndedAtOnce() }
      : {}),
  });
  const sent = await sendOnce(senderOf(run), mutation);
  switch (sent.kind) {
    case 'stopped':
      return end('refused', request.isOfCleanUp === true ? ENDED_BEFORE : STOPPED_BEFORE, {});
    case 'refused':
      return end('refused', sent.message, {});
    case 'unclear':
      setUndoOpen(run, target, true);
      return await fromStates(run, request, reading, sent.message, sent.evidence);
    case 'accepted': {
      run.undoJobs.set(target.planId, sent.job);
      const wasOpen = drive?.isUndoOpen === true;
      setUndoOpen(run, target, true);
      const confirmed = await confirmAccepted(run, request, reading, sent.job);
      // That this one failed says nothing of the one before, whose answer was lost.
      if (wasOpen && confirmed.kind === 'refused' && patched(QUESTIONS_STAY_OPEN)) {
        setUndoOpen(run, target, true);
      }
      return { ...confirmed, acceptedBy: sent.job.evidence };
    }
  }
}

const ENDED_BEFORE = 'clean-up was ended before the undo was sent';
const STOPPED_BEFORE = 'the run was stopped; nothing was sent';

async function confirmAccepted(
  run: Run,
  request: UndoRequest,
  reading: Baseline,
  job: AcceptedJob,
): Promise<UndoEnd> {
  const follow = () => confirm(run, request, reading, job);
  const seen = request.isOfCleanUp === true ? await untilCleanUpEnds(run, follow) : await follow();
  const cut = 'the undo was accepted, but clean-up was ended before its end was seen';
  return seen ?? end('unproven', cut, {});
}

/** What a Console did not show within its lag may be in sight now. */
function isToBeFollowed({ state, isEndSeen, target }: Drive): boolean {
  return (
    state === 'accepted' || (target.kind === 'spcFailoverPlan' && state === 'over' && !isEndSeen)
  );
}

/** An undo must not overtake the job that it undoes: it is followed to its rest first. */
async function comeToRest(run: Run, request: UndoRequest, drive: Drive): Promise<boolean> {
  const { step, attempt, pollSeconds, deadline } = request;
  const rest = await followDrive(run, drive, {
    step,
    activityId: `${step}/${attempt}/rest`,
    pollSeconds,
    deadline,
  });
  if (rest.kind === 'limit') return false;
  drive.state = rest.kind === 'failed' ? 'failed' : 'over';
  drive.overAt = Date.now();
  return true;
}

/**
 * An undo of a run undoes that run's failover and no other's; and what was undone already, and is not
 * failed over by a run of ours since, is left alone. Older versions looked at neither.
 */
function refusalByMark(
  run: Run,
  { drive, target }: UndoRequest,
  mark: MarkMemo | null,
): string | null {
  const { undoes } = run.input;
  const isOfOther =
    undoes !== undefined && drive === null && mark !== null && mark.runId !== undoes;
  if (isOfOther && patched('undo-of-that-run-alone')) {
    return `"${target.name}" is failed over by run ${mark.runId} since ${mark.since}, not by run ${undoes}; nothing was undone`;
  }
  if (drive?.state === 'undone' && mark === null && patched('no-undo-of-what-is-undone')) {
    return `"${target.name}" was undone already, and no run of Drillbook is known to have failed it over since`;
  }
  return null;
}

function refusalToUndo(request: UndoRequest, reading: Baseline): string | null {
  const { drive, target } = request;
  const { mark } = reading;
  if (reading.isRunning === true) {
    return `"${target.name}" has a job running (session ${newest(reading) ?? 'unknown'})`;
  }
  if (drive === null && mark === null) {
    return `no run of Drillbook is known to have failed "${target.name}" over; undo it in Veeam's own console`;
  }
  if (drive?.isUndoOpen === true && isUnasked(request)) {
    return `an undo of "${target.name}" was sent already and its end is not known; look at it in Veeam`;
  }
  if (drive?.state === 'failed') {
    return `the server ended the start of "${target.name}" as failed: what is failed over, if anything, need not be this run's; look at it in Veeam`;
  }
  if (drive?.state === 'unclear' && isUnasked(request)) {
    return `whether the start of "${target.name}" happened is not known: what is failed over, if anything, need not be this run's; look at it in Veeam`;
  }
  if (!request.isAsked && (drive === null || !isOwned(drive))) {
    return `whether the start of "${target.name}" was this run's own can't be proven; undo it by hand if it was`;
  }
  switch (target.kind) {
    case 'cloudFailoverPlan': {
      const recorded = recordedSession(drive, mark);
      return recorded === null ? notKnown(request) : refusalBySession(request, reading, recorded);
    }
    case 'spcFailoverPlan':
      return refusalOnConsole(request, reading);
    case 'failoverPlan': {
      // Enterprise Manager shows no session; where a second opinion does, the clean-up heeds it.
      const session = reading.console?.lastSession?.id ?? null;
      const recorded = drive?.sessionId ?? null;
      if (request.isAsked || session === null || recorded === null) return null;
      return session === recorded ? null : otherSession(request, session, recorded);
    }
  }
}

/**
 * Who asks for a whole run to be undone has not said that an undo whose end is not known is to be sent
 * once more, nor that a start of which nobody knows was this run's. Older versions took it so.
 */
function isUnasked({ isAsked, isOfCleanUp }: UndoRequest): boolean {
  return !isAsked || (isOfCleanUp === true && patched('undo-of-what-is-known'));
}

function refusalOnConsole(request: UndoRequest, reading: Baseline): string | null {
  const { drive } = request;
  const recorded = recordedSession(drive, reading.mark);
  if (recorded !== null) return refusalBySession(request, reading, recorded);
  return drive !== null && isLastJob(drive, reading) ? null : notKnown(request);
}

/**
 * Where no last session was seen (a Console before 9.1 has none): the machines' restore sessions are
 * those that were there before, and those that this very job has left.
 */
function isLastJob(drive: Drive, reading: Baseline): boolean {
  const before = drive.baseline.console?.objectSessions ?? [];
  const left = drive.objectSessions ?? [];
  const shown = reading.console?.objectSessions ?? [];
  const session = newest(reading);
  const isNew = session === null || !drive.baseline.sessionIds.includes(session);
  const areOurs = shown.every((key) => left.includes(key) || before.includes(key));
  return isNew && left.length > 0 && areOurs && left.every((key) => shown.includes(key));
}

function refusalBySession(
  request: UndoRequest,
  reading: Baseline,
  recorded: string,
): string | null {
  const found = newest(reading);
  if (found === recorded) return null;
  const why = otherSession(request, found, recorded);
  // One plan can be reached by two servers, whose sessions have ids of their own.
  const elsewhere = request.drive === null ? (reading.mark?.connection ?? null) : null;
  if (elsewhere === null || elsewhere === request.target.connection) return why;
  return `${why}; it was failed over through connection ${elsewhere}, which may name its sessions otherwise: undo it through that one`;
}

function otherSession({ target }: UndoRequest, found: string | null, recorded: string): string {
  const who =
    target.kind === 'cloudFailoverPlan'
      ? 'somebody else has started it since'
      : 'somebody else has used it since, or an undo of it failed';
  return `the newest session of "${target.name}" is ${found ?? 'none'}, not the recorded ${recorded}: ${who}`;
}

function notKnown({ target }: UndoRequest): string {
  return `which session of "${target.name}" to undo is not known`;
}

function recordedSession(drive: Drive | null, mark: MarkMemo | null): string | null {
  return drive?.sessionId ?? mark?.session ?? null;
}

function newest(reading: Baseline): string | null {
  return reading.newestSession?.id ?? null;
}
