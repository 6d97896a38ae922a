import type { ScheduleUpdateOptions } from '@temporalio/client';
import type { SearchAttributePair } from '@temporalio/common';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import type { Schedule } from '../../plan/schedule.js';
import type { JsonObject } from '../../plan/json.js';
import type { Person, RunInput } from '../../plan/run-input.js';
import { RUN_WORKFLOW } from '../../plan/workflow-names.js';
import type { CompiledRunbook } from '../compile-runbook.js';
import type { Io } from '../io.js';
import { firstSummary, runInput } from '../start-run.js';
import { temporalSpec } from './temporal-spec.js';

/** What a schedule is made of. */
export interface AppliedSchedule {
  readonly runbook: CompiledRunbook;
  readonly spec: Schedule;
  readonly inputs: JsonObject;
  readonly person: Person;
  readonly reason: string;
}

/** The input that the schedule gives its runs: the plan as it is now, whatever becomes of the file. */
export function scheduledInput(applied: AppliedSchedule, io: Io): RunInput {
  const { runbook, spec, person, reason } = applied;
  return {
    ...runInput({
      runbook,
      inputs: applied.inputs,
      person,
      reason: spec.note ?? reason,
      declaredAt: null,
      wait: false,
      preempt: false,
    }),
    schedule: {
      id: runbook.plan.runbook.id,
      spec,
      appliedBy: person,
      appliedAt: io.now().toISOString(),
      reason,
      file: resolve(io.cwd, runbook.file),
      host: hostname(),
    },
  };
}

/** The schedule as Temporal takes it. A run that is still going on is never joined by a second. */
export function scheduleOptions(
  applied: AppliedSchedule,
  input: RunInput,
  taskQueue: string,
  searchAttributes: SearchAttributePair[],
): Omit<ScheduleUpdateOptions, 'state'> {
  const { runbook, spec, person } = applied;
  const { plan, planHash } = runbook;
  return {
    spec: temporalSpec(spec),
    policies: {
      overlap: 'SKIP',
      catchupWindow: spec.catchupSeconds * 1000,
      pauseOnFailure: spec.pauseOnFailure,
    },
    action: {
      type: 'startWorkflow',
      workflowType: RUN_WORKFLOW,
      // Temporal adds the time to it.
      workflowId: plan.runbook.id,
      taskQueue,
      args: [input],
      ...(searchAttributes.length === 0 ? {} : { typedSearchAttributes: searchAttributes }),
      memo: {
        run: {
          ...firstSummary({
            runId: '',
            runbook,
            person,
            reason: input.reason,
            now: new Date(0),
          }),
          startedAt: '',
          schedule: plan.runbook.id,
        },
        title: plan.runbook.title ?? '',
      },
      staticSummary: `scheduled drill of ${plan.runbook.title ?? plan.runbook.id}`,
      staticDetails: [
        `- runbook: ${plan.runbook.id}`,
        `- plan: ${planHash}`,
        `- schedule applied by: ${person.name} (stated, not proven)`,
      ].join('\n'),
    },
  };
}
