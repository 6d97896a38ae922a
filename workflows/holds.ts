import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  ActivityFailure,
  CancellationScope,
  condition,
  getExternalWorkflowHandle,
  patched,
  ParentClosePolicy,
  startChild,
  type ChildWorkflowHandle,
  type Workflow,
} from '@temporalio/workflow';
import type { HoldHolder, ResolvedTarget } from '../activities/contract.js';
import type { SteeringCommand } from '../plan/steering.js';
import {
  HOLD_WORKFLOW,
  holdWorkflowId,
  RELEASE_SIGNAL,
  type TargetMemo,
} from '../plan/workflow-names.js';
import { replicasKey } from '../plan/replica-mark.js';
import { reads } from './activities.js';
import { tellParent } from './parent.js';
import { now, type Run } from './run.js';

/** What is held: the target, and the tenant, for VBR runs one failover of a tenant at a time. */
interface HoldKey {
  readonly key: string;
  readonly name: string;
  readonly connection: string;
}

export interface Hold extends HoldKey {
  readonly handle: ChildWorkflowHandle<Workflow>;
}

/** Asks a drill to give way: sent to the run that holds a target, by a live run. */
export const PREEMPT_SIGNAL = 'preempt';

export interface HoldResult {
  readonly holds: readonly Hold[];
  /** Why a target could not be had; null: all are held. */
  readonly refusal: string | null;
}

/**
 * Holds all targets in sorted order, so that two runs can never wait for each other. The replicas of
 * a connection are held together.
 */
export async function holdTargets(
  run: Run,
  targets: readonly ResolvedTarget[],
  replicasOf: readonly string[],
): Promise<HoldResult> {
  const holds: Hold[] = [];
  for (const key of holdKeys(targets, replicasOf)) {
    const held = await holdOne(run, key);
    if (typeof held === 'string') {
      await releaseHolds(run, holds);
      return { holds: [], refusal: held };
    }
    holds.push(held);
  }
  return { holds, refusal: null };
}

export async function releaseHolds(run: Run, holds: readonly Hold[]): Promise<void> {
  await Promise.all(
    holds.map(async ({ handle }) => {
      try {
        const note = { by: `run ${run.id}`, osUser: '', host: '', reason: 'over', at: now() };
        await handle.signal(RELEASE_SIGNAL, note);
        await handle.result();
      } catch (error) {
        // Unlocked by a person meanwhile.
        run.log('hold-not-there', null, { message: String(error) });
      }
    }),
  );
}

function holdKeys(
  targets: readonly ResolvedTarget[],
  replicasOf: readonly string[],
): readonly HoldKey[] {
  const keys = new Map<string, HoldKey>();
  for (const connection of replicasOf) {
    const key = replicasKey(connection);
    keys.set(key, { key, name: 'replicas', connection });
  }
  for (const { planId, name, connection, tenantId, tenantName } of targets) {
    keys.set(planId, { key: planId, name, connection });
    if (tenantId === null) continue;
    const key = `tenant/${tenantId}`;
    keys.set(key, { key, name: `tenant ${tenantName ?? tenantId}`, connection });
  }
  return [...keys.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** A string says why not. */
async function holdOne(run: Run, key: HoldKey): Promise<Hold | string> {
  let asked: string | null = null;
  let looks = 0;
  for (let tries = 1; ; tries++) {
    const handle = await tryHold(run, key);
    if (handle !== null) {
      if (run.waitingForTarget !== null) {
        run.waitingForTarget = null;
        tellParent(run);
      }
      run.log('held', null, { target: key.key });
      return { ...key, handle };
    }
    const holder = await readHolder(key, tries);
    const who = holder.memo === null ? 'another run' : `run ${holder.memo.runId}`;
    if (isAbove(run, holder)) {
      // Waiting for it would be for ever: it waits for this run.
      return `"${key.name}" is held by ${who}, of which this run is a step`;
    }
    // Only a drill gives way; a live run is waited for when that was asked.
    const canPreempt = run.input.preempt && !run.isDrill && holder.memo?.mode === 'drill';
    if (!run.input.wait && !canPreempt) {
      return `"${key.name}" is held by ${who} (${holder.memo?.mode ?? 'unknown mode'}, since ${holder.memo?.since ?? 'unknown'}); wait for it with --wait`;
    }
    noteWaiting(run, key, holder);
    // Older versions asked only the run that they found first; another may have been quicker than this.
    const isAsked = holder.memo?.runId === asked;
    if (canPreempt && !isAsked && (tries === 1 || patched('preempt-each-holder'))) {
      if (await preempt(run, holder)) asked = holder.memo.runId;
      looks = 0;
    }
    looks += 1;
    // Waiting for another run may take hours: the pauses grow, so that the history stays small.
    const pause = Math.min(60, 2 * looks) * 1000;
    const summary = `waits for ${key.name}, held by ${who}`;
    if (await condition(() => run.stop !== null, pause, { summary }))
      return 'stopped while waiting for a target';
  }
}

/** Shows what the run waits for, and who holds it now. */
function noteWaiting(run: Run, key: HoldKey, { memo }: HoldHolder): void {
  const before = run.waitingForTarget;
  const heldBy = memo?.runId ?? before?.evidence['heldBy'] ?? null;
  if (before !== null && before.evidence['heldBy'] === heldBy) return;
  run.waitingForTarget = {
    since: before?.since ?? now(),
    evidence: { target: key.key, name: key.name, heldBy },
  };
  // Older versions told it once.
  if (before === null || (run.input.parent !== undefined && patched('holder-changed')))
    tellParent(run);
}

function isAbove({ input: { parent } }: Run, { memo }: HoldHolder): boolean {
  if (parent === undefined || memo === null) return false;
  return memo.runId === parent.run || parent.above.includes(memo.runId);
}

async function tryHold(run: Run, key: HoldKey): Promise<ChildWorkflowHandle<Workflow> | null> {
  const memo: TargetMemo = {
    runId: run.id,
    runbook: run.input.plan.runbook.id,
    mode: run.input.plan.mode,
    name: key.name,
    connection: key.connection,
    since: now(),
  };
  try {
    const handle = await CancellationScope.nonCancellable(() =>
      startChild(HOLD_WORKFLOW, {
        workflowId: holdWorkflowId(key.key),
        parentClosePolicy: ParentClosePolicy.TERMINATE,
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        memo: { ...memo },
        args: [memo],
        staticSummary: `${key.name} is held by ${run.id}`,
      }),
    );
    // `unlock` ends it from outside: that is not this run's failure.
    handle.result().catch((error: unknown) => {
      run.log('hold-ended', null, { target: key.key, message: String(error) });
    });
    return handle;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return null;
    throw error;
  }
}

async function readHolder(key: HoldKey, tries: number): Promise<HoldHolder> {
  try {
    return await reads.readHolder.executeWithOptions(
      {
        activityId: `admit/holder/${key.key}/${tries}`,
        summary: `who holds ${key.name}`,
        scheduleToCloseTimeout: '60s',
      },
      [{ key: key.key }],
    );
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    return { key: key.key, memo: null };
  }
}

/** A live run may end a drill that is in its way; the drill cleans up first. Whether it was told. */
async function preempt(run: Run, holder: HoldHolder): Promise<boolean> {
  if (holder.memo === null) return false;
  const command: SteeringCommand = {
    verb: 'abort',
    step: null,
    item: null,
    machines: [],
    choice: null,
    person: run.input.startedBy,
    reason: `preempted by live run ${run.id}`,
  };
  try {
    await getExternalWorkflowHandle(holder.memo.runId).signal(PREEMPT_SIGNAL, command);
    run.log('preempted', null, { run: holder.memo.runId });
    return true;
  } catch (error) {
    run.log('preempt-failed', null, { run: holder.memo.runId, message: String(error) });
    return false;
  }
}
