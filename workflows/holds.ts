import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  ActivityFailure,
  CancellationScope,
  condition,
  getExternalWorkflowHandle,
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
import { reads } from './activities.js';
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

/** Holds all targets in sorted order, so that two runs can never wait for each other. */
export async function holdTargets(
  run: Run,
  targets: readonly ResolvedTarget[],
): Promise<HoldResult> {
  const holds: Hold[] = [];
  for (const key of holdKeys(targets)) {
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

function holdKeys(targets: readonly ResolvedTarget[]): readonly HoldKey[] {
  const keys = new Map<string, HoldKey>();
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
  for (let tries = 1; ; tries++) {
    const handle = await tryHold(run, key);
    if (handle !== null) {
      run.waitingForTarget = null;
      run.log('held', null, { target: key.key });
      return { ...key, handle };
    }
    const holder = await readHolder(key, tries);
    const who = holder.memo === null ? 'another run' : `run ${holder.memo.runId}`;
    // Only a drill gives way; a live run is waited for when that was asked.
    const canPreempt = run.input.preempt && !run.isDrill && holder.memo?.mode === 'drill';
    if (!run.input.wait && !canPreempt) {
      return `"${key.name}" is held by ${who} (${holder.memo?.mode ?? 'unknown mode'}, since ${holder.memo?.since ?? 'unknown'}); wait for it with --wait`;
    }
    run.waitingForTarget ??= {
      since: now(),
      evidence: { target: key.key, name: key.name, heldBy: holder.memo?.runId ?? null },
    };
    if (canPreempt && tries === 1) await preempt(run, holder);
    // Waiting for another run may take hours: the pauses grow, so that the history stays small.
    const pause = Math.min(60, 2 * tries) * 1000;
    if (await condition(() => run.stop !== null, pause))
      return 'stopped while waiting for a target';
  }
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

/** A live run may end a drill that is in its way; the drill cleans up first. */
async function preempt(run: Run, holder: HoldHolder): Promise<void> {
  if (holder.memo === null) return;
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
  } catch (error) {
    run.log('preempt-failed', null, { run: holder.memo.runId, message: String(error) });
  }
}
