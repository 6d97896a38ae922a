import { canonicalJson } from '../../plan/canonical.js';
import { RUN_WORKFLOW } from '../../plan/workflow-names.js';
import { isClosed } from '../replay/judge-replay.js';
import { eventsOf, type RunTree, type TreeHistory } from '../tree.js';
import { activitiesOf, type RecordedActivity, withoutCalls } from './activities.js';
import { inventoryOf } from './inventory.js';
import { runInputOf } from './run-facts.js';

/**
 * The parts of the evidence that say nothing but what the histories say, in a form to read. `verify`
 * makes them again, so their form belongs to version 1 of the evidence: a change makes version 2.
 */
export function deriveParts(tree: RunTree): ReadonlyMap<string, string> {
  const [run] = tree.histories;
  if (run === undefined) throw new Error('there is no history of the run');
  const input = runInputOf(run);
  const activities = tree.histories.flatMap(activitiesOf);
  const { inputs, declaredAt, reason, startedBy, wait, preempt, schedule = null } = input;
  return new Map([
    ['plan.json', canonicalJson(input.plan)],
    ['runbook/runbook.yaml', input.runbookSource],
    ...Object.entries(input.childSources ?? {}).map(
      ([hash, text]) => [`runbook/child-${nameOfHash(hash)}.yaml`, text] as const,
    ),
    ['inputs.json', text({ inputs, declaredAt, reason, startedBy, wait, preempt, schedule })],
    ['calls.json', text({ activities: activities.flatMap(callsOf) })],
    ['servers.json', text({ admitted: activities.flatMap(admittedOf) })],
    ['inventory.json', text({ readings: inventoryOf(tree.histories) })],
    ['engine.json', text(enginesOf(tree.histories, activities))],
    ['histories/index.json', text(indexOf(tree))],
  ]);
}

/** The name of the nth history in the evidence. */
export function historyName(index: number): string {
  return `histories/${String(index).padStart(4, '0')}.json`;
}

/** JSON to be read by people too. */
export function text(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function nameOfHash(hash: string): string {
  return hash.replace(/^sha256:/, '').replace(/[^a-z0-9]/g, '-');
}

function callsOf(activity: RecordedActivity): readonly object[] {
  const { workflowId, activityId, type, scheduledEvent, endedAt, failure } = activity;
  const calls = field(activity.result, 'calls');
  if (!Array.isArray(calls) && failure === null) return [];
  return [{ workflowId, activityId, type, scheduledEvent, endedAt, failure, calls: calls ?? [] }];
}

/** What names were found to be on the servers, and who was to be asked. */
function admittedOf({ workflowId, activityId, result }: RecordedActivity): readonly object[] {
  if (activityId !== 'admit' || typeof result !== 'object' || result === null) return [];
  return [{ workflowId, ...withoutCalls(result) }];
}

function enginesOf(
  histories: readonly TreeHistory[],
  activities: readonly RecordedActivity[],
): object {
  return {
    startedBy: histories
      .filter(({ type }) => type === RUN_WORKFLOW)
      .map((run) => ({ workflowId: run.workflowId, engine: runInputOf(run).engine })),
    admittedBy: activities
      .filter(({ activityId }) => activityId === 'admit')
      .map(({ workflowId, result }) => ({
        workflowId,
        engine: field(result, 'engine') ?? null,
        build: field(result, 'build') ?? null,
      })),
    workflowTasks: histories.map((workflow) => ({
      workflowId: workflow.workflowId,
      runId: workflow.runId,
      builds: buildsOf(workflow),
    })),
  };
}

/** The builds that served a workflow, in the order of their first task. */
export function buildsOf(
  workflow: Pick<TreeHistory, 'history'>,
): readonly { readonly buildId: string; readonly tasks: number }[] {
  const found = new Map<string, number>();
  for (const event of eventsOf(workflow)) {
    const attributes = event.workflowTaskCompletedEventAttributes ?? null;
    if (attributes === null) continue;
    const id = attributes.workerVersion?.buildId ?? '';
    found.set(id, (found.get(id) ?? 0) + 1);
  }
  return [...found].map(([buildId, tasks]) => ({ buildId, tasks }));
}

function indexOf({ histories, missing }: RunTree): object {
  return {
    histories: histories.map((workflow, index) => {
      const { workflowId, runId, type, parent } = workflow;
      const events = eventsOf(workflow);
      return {
        ...{ file: historyName(index), workflowId, runId, type, parent },
        ...{ events: events.length, isClosed: isClosed(events) },
      };
    }),
    missing,
  };
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as Record<string, unknown>)[name];
}
