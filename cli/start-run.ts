import type { JsonObject } from '../plan/json.js';
import type { Person, RunInput } from '../plan/run-input.js';
import type { RunSummary } from '../plan/run-record.js';
import { RUN_WORKFLOW } from '../plan/workflow-names.js';
import { engineName } from '../worker/engine.js';
import { wrongUse } from './command-error.js';
import { grpcFailure } from './grpc-failure.js';
import type { CompiledRunbook } from './compile-runbook.js';
import { missingSearchAttributes, searchAttributesOf } from './temporal/search-attributes.js';
import type { TemporalSession } from './temporal/temporal-session.js';

export interface StartRequest {
  readonly runId: string;
  readonly runbook: CompiledRunbook;
  readonly inputs: JsonObject;
  readonly person: Person;
  readonly reason: string;
  readonly declaredAt: string | null;
  readonly wait: boolean;
  readonly preempt: boolean;
  /** The run that it undoes; missing: none. */
  readonly undoes?: string;
  readonly now: Date;
}

/**
 * Starts a run and gives its summary. An id is never used twice: a second start under the same id
 * throws wrong use and changes nothing. A start whose answer was lost throws wrong use that says so:
 * tell the id before, and start no other.
 */
export async function startRun(
  session: TemporalSession,
  request: StartRequest,
): Promise<RunSummary> {
  const { WorkflowExecutionAlreadyStartedError } = await import('@temporalio/client');
  const summary = firstSummary(request);
  const { plan, planHash } = request.runbook;
  const isSearchable = await isSearched(session);
  try {
    await session.client.workflow.start(RUN_WORKFLOW, {
      workflowId: request.runId,
      taskQueue: session.taskQueue,
      args: [{ ...runInput(request), ...(isSearchable ? { hasSearchAttributes: true } : {}) }],
      ...(isSearchable ? { typedSearchAttributes: await searchAttributesOf(plan) } : {}),
      workflowIdConflictPolicy: 'FAIL',
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      memo: { run: summary, title: plan.runbook.title ?? '' },
      staticSummary: `${plan.mode} of ${plan.runbook.title ?? plan.runbook.id}`,
      staticDetails: [
        `- runbook: ${plan.runbook.id}`,
        `- mode: ${plan.mode}`,
        `- plan: ${planHash}`,
        `- started by: ${request.person.name} (stated, not proven)`,
        `- reason: ${request.reason === '' ? 'none given' : request.reason}`,
      ].join('\n'),
    });
  } catch (error) {
    if (mayHaveStarted(error)) throw lostStart(request.runId, error);
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    throw wrongUse(
      `run id ${request.runId} exists already; an id is never used twice. ` +
        `See it with: drillbook status ${request.runId}`,
    );
  }
  return summary;
}

// gRPC's CANCELLED, UNKNOWN, DEADLINE_EXCEEDED, ABORTED, INTERNAL, UNAVAILABLE and DATA_LOSS: none of
// them says that the server has not done it.
const LOST_CODES: ReadonlySet<number> = new Set([1, 2, 4, 10, 13, 14, 15]);

function mayHaveStarted(error: unknown): boolean {
  const { code } = grpcFailure(error) ?? {};
  return code !== undefined && LOST_CODES.has(code);
}

function lostStart(runId: string, error: unknown): Error {
  return wrongUse(
    `Temporal's answer to the start of run ${runId} was lost (${grpcFailure(error)?.details ?? ''}): ` +
      `it may have started. Look: drillbook status ${runId}; ` +
      "don't start another before you have looked",
    { cause: error },
  );
}

/** Whether runs can be given search attributes: the server must know all of them. */
export async function isSearched(session: TemporalSession): Promise<boolean> {
  const missing = await missingSearchAttributes(session, session.config.temporal.namespace);
  return missing?.length === 0;
}

/** The workflow's input for what was asked. */
export function runInput(request: Omit<StartRequest, 'runId' | 'now'>): RunInput {
  const { runbook } = request;
  const hasChildren = Object.keys(runbook.childSources).length > 0;
  return {
    plan: runbook.plan,
    planHash: runbook.planHash,
    runbookSource: runbook.source,
    runbookHash: runbook.runbookHash,
    inputs: request.inputs,
    engine: engineName(),
    startedBy: request.person,
    reason: request.reason,
    declaredAt: request.declaredAt,
    wait: request.wait,
    preempt: request.preempt,
    ...(request.undoes === undefined ? {} : { undoes: request.undoes }),
    ...(hasChildren ? { childSources: runbook.childSources } : {}),
  };
}

/** What the list of runs shows until a worker has taken the run. */
export function firstSummary({
  runId,
  runbook,
  person,
  reason,
  now,
  undoes,
}: Pick<StartRequest, 'runId' | 'runbook' | 'person' | 'reason' | 'now' | 'undoes'>): RunSummary {
  return {
    id: runId,
    runbook: runbook.plan.runbook.id,
    mode: runbook.plan.mode,
    state: 'running',
    outcome: null,
    planHash: runbook.planHash,
    runbookHash: runbook.runbookHash,
    engine: engineName(),
    startedAt: now.toISOString(),
    endedAt: null,
    startedBy: person.name,
    reason,
    undoes: undoes ?? null,
    message: null,
  };
}
