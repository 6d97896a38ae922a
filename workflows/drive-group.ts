import {
  CancellationScope,
  defineQuery,
  defineSignal,
  getExternalWorkflowHandle,
  patched,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { type DrivenReplica, machineRecordOf } from '../plan/driven-replica.js';
import { PausableLimit } from '../plan/pausable-limit.js';
import type { JsonObject } from '../plan/json.js';
import type { MachineRecord } from '../plan/run-record.js';
import { JOURNAL_QUERY } from '../plan/steering.js';
import {
  ALLOW_SIGNAL,
  GROUP_MACHINES_QUERY,
  GROUP_REPORT_SIGNAL,
  GROUP_STATE_QUERY,
  type GroupReport,
  STOP_GROUP_SIGNAL,
} from '../plan/workflow-names.js';
import { showJournalEntry } from './audit.js';
import { PAUSE_HOLDS_LIMITS } from './hold-run.js';
import { Journal } from './journal.js';
import { sinks } from './record-sinks.js';
import { driveReplicas } from './replicas/drive-replicas.js';
import type { GroupInput, GroupResult } from './replicas/group.js';
import { now, withoutBodies } from './run.js';
import type { Sender } from './sender.js';

const allowSignal = defineSignal<[unknown]>(ALLOW_SIGNAL);
const stopSignal = defineSignal(STOP_GROUP_SIGNAL);
const stateQuery = defineQuery<readonly DrivenReplica[]>(GROUP_STATE_QUERY);
const machinesQuery = defineQuery<readonly MachineRecord[]>(GROUP_MACHINES_QUERY);
const journalQuery = defineQuery<readonly JsonObject[]>(JOURNAL_QUERY);

/**
 * Drives one group of a step's replicas and returns what became of each: it applies no policy and
 * asks nobody. When its run ends before it (terminated), it is asked to cancel: then it starts nothing
 * more, follows what is under way to its end, and keeps the record of it.
 */
export async function driveGroup(input: GroupInput): Promise<GroupResult> {
  const journal = new Journal();
  const replicas = input.replicas.map((replica) => ({ ...replica }));
  const state = { slots: input.slots, isStopped: false };
  const limit = new PausableLimit(input.facts.deadline);
  setHandler(allowSignal, (slots) => {
    // Anybody can send a signal; what is no number is left alone.
    if (typeof slots !== 'number' || !Number.isFinite(slots)) return;
    state.slots = slots;
    // Its run takes all places away while a person holds it.
    if (slots > 0) limit.release(Date.now());
    else if (patched(PAUSE_HOLDS_LIMITS)) limit.hold(Date.now());
  });
  setHandler(stopSignal, () => {
    state.isStopped = true;
  });
  setHandler(stateQuery, () => replicas);
  setHandler(machinesQuery, () => replicas.map(machineRecordOf));
  setHandler(journalQuery, () => journal.entries.map((entry) => ({ ...entry })));
  CancellationScope.current().cancelRequested.catch(() => {
    state.isStopped = true;
  });
  await CancellationScope.nonCancellable(() =>
    driveReplicas(
      {
        facts: input.facts,
        sender: senderOfGroup(input, journal, () => state.isStopped),
        limit,
        slots: () => state.slots,
        report: reporter(input),
      },
      replicas,
    ),
  );
  return { replicas, chain: { head: journal.head, length: journal.entries.length } };
}

function senderOfGroup(input: GroupInput, journal: Journal, isStopped: () => boolean): Sender {
  const { workflowId, runId, firstExecutionRunId } = workflowInfo();
  const log = (kind: string, step: string | null, facts: JsonObject): void => {
    const entry = journal.add(now(), kind, step, facts);
    sinks.record.head(workflowId, journal.head, journal.entries.length);
    showJournalEntry(entry);
  };
  return {
    mode: input.facts.mode,
    firstExecutionRunId,
    isStopped,
    // Its run takes its places away: no machine is begun. What was refused is sent again.
    whileHeld: () => Promise.resolve(),
    lagSeconds: () => input.facts.lagSeconds,
    // What was sent after the point of a reset is not in this history: nothing more is sent then. The
    // part before that point is replayed without the marker (see reset.ts).
    isConfirmed: (mutation, sending) =>
      Promise.resolve(runId === firstExecutionRunId || !patched(`reset/${mutation.id}/${sending}`)),
    log,
    logCalls: (step, calls) => {
      for (const call of calls) log('call', step, withoutBodies(call));
    },
  };
}

/** Tells the run when places have become free, and when nothing is left to be started. */
function reporter(input: GroupInput): (inFlight: number, isDrained: boolean) => void {
  const { workflowId } = workflowInfo();
  let told: number | null = null;
  return (inFlight, isDrained) => {
    // Until it is drained the group fills its places by itself.
    if (!isDrained || !input.facts.isAwaited) return;
    // A tenth less is worth a word: the run's history must not grow with each machine.
    if (told !== null && told - inFlight < Math.max(1, Math.ceil(told / 10))) return;
    told = inFlight;
    const report: GroupReport = { group: workflowId, inFlight };
    getExternalWorkflowHandle(input.runId)
      .signal(GROUP_REPORT_SIGNAL, report)
      // The run is over: nobody waits for the places.
      .catch(() => undefined);
  };
}
