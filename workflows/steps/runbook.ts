import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  ParentClosePolicy,
  startChild,
  type ChildWorkflowHandle,
  type Workflow,
} from '@temporalio/workflow';
import { meaningOf, type ChildEnd } from '../../plan/child-outcome.js';
import { childRunId } from '../../plan/child-run.js';
import { resolveInputs } from '../../plan/inputs.js';
import type { JsonObject } from '../../plan/json.js';
import type { ChildRunbookStep } from '../../plan/plan.js';
import type { RunInput } from '../../plan/run-input.js';
import type { RunSummary } from '../../plan/run-record.js';
import { RUN_WORKFLOW } from '../../plan/workflow-names.js';
import { followChild, readEarlierChild } from '../child-run.js';
import { isConfirmedAfterReset } from '../reset.js';
import { now, type ChildSeen, type Run } from '../run.js';
import { searchAttributesOf } from '../search-attributes.js';
import { stepIdOf, type StepState } from '../step-state.js';
import { evaluate } from '../values.js';
import { failed, type AttemptCause, type Verdict } from '../verdict.js';

/** Runs another runbook as a run of its own, and takes its end for this step's. */
export async function runRunbook(
  run: Run,
  step: StepState,
  plan: ChildRunbookStep,
  cause: AttemptCause,
): Promise<Verdict> {
  if (cause === 'adopt') return await adopt(run, step);
  if (run.phase === 'steps' && run.stop !== null) return { kind: 'cancelled' };
  const inputs = inputsOf(run, step, plan);
  if (typeof inputs === 'string') return failed('BadValue', inputs);
  const { mode } = run.input.plan;
  if (plan.plan.mode !== mode) {
    return failed(
      'BadValue',
      `${plan.file} was compiled for a ${plan.plan.mode} run, not a ${mode} one`,
    );
  }
  const about = { step: plan.id, id: `${plan.id}/${step.attempts}/runbook` };
  if (!(await isConfirmedAfterReset(run, about, 1))) return { kind: 'cancelled' };

  const id = childRunId(run.id, {
    step: stepIdOf(step),
    item: step.item?.key ?? null,
    attempt: step.attempts,
  });
  step.output['run'] = { id, outcome: null };
  const handle = await begin(run, step, plan, { id, inputs });
  if (handle === null) return await thereAlready(run, step, id);
  run.log('child-started', plan.id, { run: id, planHash: plan.planHash });
  return judge(run, step, await followChild(run, step, handle, plan.timeoutSeconds));
}

type Seen = Omit<ChildSeen, 'step'>;

function judge(
  run: Run,
  step: StepState,
  end: ChildEnd & { readonly summary: JsonObject },
): Verdict {
  setSummary(run, step, end.run, end);
  step.output['outcome'] = end.outcome ?? 'unknown';
  run.log('child-ended', step.plan.id, { ...end.summary });
  noteCleanup(run, step, end);
  const meaning = meaningOf(end, run.phase === 'steps' && run.stop !== null);
  switch (meaning.kind) {
    case 'done':
      return meaning;
    case 'cancelled':
      return meaning;
    case 'failed':
      return failed('ChildFailed', meaning.message);
    case 'unknown':
      return unknownChild(meaning.message, end.summary);
  }
}

function setSummary(run: Run, step: StepState, child: string, seen: Seen): void {
  const { summary, hasEndedWell } = seen;
  step.output['run'] = summary;
  run.childEnds.set(child, {
    ...{ step: stepIdOf(step), summary },
    ...(hasEndedWell === undefined ? {} : { hasEndedWell }),
  });
}

/** A child's leftovers are its parent's too: nobody must have to look for them one by one. */
function noteCleanup(run: Run, step: StepState, { run: child, cleanup }: ChildEnd): void {
  if (!run.isDrill && !run.isUndoAsked) return;
  // Of one that gave no word `childrenLeft` tells.
  if (cleanup === 'not-needed' || cleanup === null) return;
  const isClean = cleanup === 'clean';
  run.childCleanups.push({
    target: step.plan.id,
    action: 'none',
    verdict: isClean ? 'clean' : 'leftovers',
    message: isClean
      ? `run ${child} has ${run.isDrill ? 'cleaned up' : 'undone what it started'}`
      : `run ${child} left something over; see its record`,
  });
}

function unknownChild(message: string, evidence: JsonObject): Verdict {
  const error = { type: 'ChildUnknown', message };
  return { kind: 'unknown', error, evidence: { run: evidence }, choices: ['adopt', 'skip'] };
}

/** A string says which input can't be used. */
function inputsOf(run: Run, step: StepState, plan: ChildRunbookStep): JsonObject | string {
  const given = Object.entries(plan.with).map(
    ([name, value]) => [name, evaluate(run, step, value)] as const,
  );
  const { values, problems } = resolveInputs(plan.plan.inputs, Object.fromEntries(given));
  return problems.length === 0 ? values : `${plan.file}: ${problems.join(' ')}`;
}

/** null: there is a run of that id already. */
async function begin(
  run: Run,
  step: StepState,
  plan: ChildRunbookStep,
  child: { readonly id: string; readonly inputs: JsonObject },
): Promise<ChildWorkflowHandle<Workflow> | null> {
  const { runbook, mode } = plan.plan;
  const input = childInput(run, step, plan, child.inputs);
  try {
    return await startChild(RUN_WORKFLOW, {
      workflowId: child.id,
      // Once: neither a reset parent nor anybody else starts a second one under this id.
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      // A parent that is terminated must not take down a run that follows a job and has to clean up.
      parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
      cancellationType: 'WAIT_CANCELLATION_COMPLETED',
      args: [input],
      ...(input.hasSearchAttributes === true
        ? { typedSearchAttributes: searchAttributesOf(plan.plan) }
        : {}),
      memo: { run: { ...firstSummary(child.id, input) }, title: runbook.title ?? '' },
      staticSummary: `${mode} of ${runbook.title ?? runbook.id}, step ${step.plan.id} of ${run.id}`,
    });
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return null;
    throw error;
  }
}

/** What the list of runs shows until a worker has begun with it. */
function firstSummary(id: string, input: RunInput): RunSummary {
  const { plan, planHash, runbookHash, engine, startedBy, reason, parent } = input;
  return {
    ...{ id, runbook: plan.runbook.id, mode: plan.mode, state: 'running', outcome: null },
    ...{ planHash, runbookHash, engine, startedAt: now(), endedAt: null },
    ...{ startedBy: startedBy.name, reason, undoes: null, message: null },
    ...(parent === undefined ? {} : { parent: parent.run }),
  };
}

function childInput(
  run: Run,
  step: StepState,
  plan: ChildRunbookStep,
  inputs: JsonObject,
): RunInput {
  const { startedBy, engine, declaredAt, wait, preempt, parent, childSources } = run.input;
  return {
    plan: plan.plan,
    planHash: plan.planHash,
    runbookSource: childSources?.[plan.runbookHash] ?? '',
    runbookHash: plan.runbookHash,
    inputs,
    ...{ engine, startedBy, declaredAt, wait, preempt },
    reason: `step ${step.plan.id} of run ${run.id}`,
    parent: {
      run: run.id,
      step: step.plan.id,
      above: parent === undefined ? [] : [...parent.above, parent.run],
    },
    ...(childSources === undefined ? {} : { childSources }),
    ...(run.input.hasSearchAttributes === true ? { hasSearchAttributes: true as const } : {}),
  };
}

/** A run of this id is there: of this run before it was reset, or somebody's who took the id. */
async function thereAlready(run: Run, step: StepState, id: string): Promise<Verdict> {
  const earlier = await readEarlierChild(run, step, id);
  setSummary(run, step, id, earlier);
  const words = `run ${id} exists already; it is not started again (see it with: drillbook status ${id})`;
  return unknownChild(words, earlier.summary);
}

/** A person takes the child's end as it is. While it still runs there is none to take. */
async function adopt(run: Run, step: StepState): Promise<Verdict> {
  const known = step.output['run'] as { readonly id?: unknown } | undefined;
  const id = typeof known?.id === 'string' ? known.id : null;
  if (id === null) return failed('ChildFailed', 'there is no child run whose end could be taken');
  const earlier = await readEarlierChild(run, step, id);
  setSummary(run, step, id, earlier);
  if (earlier.isOpen) {
    return unknownChild(`run ${id} still runs; wait for its end, then adopt it`, earlier.summary);
  }
  step.output['outcome'] = earlier.outcome ?? 'unknown';
  // Seen and taken by a person: never better than degraded.
  run.log('child-adopted', step.plan.id, { ...earlier.summary });
  return { kind: 'done', outcome: 'degraded' };
}
