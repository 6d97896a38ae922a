import type { ReplicaLab } from './replica-lab.js';

export interface Measured {
  readonly groups: number;
  readonly runEvents: number;
  readonly eventsPerMachine: number;
  readonly mostGroupEvents: number;
  readonly requestsPerPoll: number;
  readonly largestPayload: number;
}

/** Waits until so many failovers of single replicas are over, by the server's truth. */
export async function untilEnded(lab: ReplicaLab, count: number): Promise<void> {
  for (;;) {
    const { replicaSessions } = lab.simulator.truth();
    if (replicaSessions.filter(({ endedAt }) => endedAt !== null).length >= count) return;
    // Seldom: telling the truth of hundreds of machines takes its time.
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

/** What a run of replicas in groups has written and asked, as Temporal and the server tell it. */
export async function measure(
  lab: ReplicaLab,
  runId: string,
  { seconds, pollSeconds }: { readonly seconds: number; readonly pollSeconds: number },
): Promise<Measured> {
  const run = await historyOf(lab, runId);
  const groups = run.events.flatMap(
    ({ startChildWorkflowExecutionInitiatedEventAttributes: child }) =>
      child?.workflowType?.name === 'driveGroup' ? [child.workflowId ?? ''] : [],
  );
  const histories = await Promise.all(groups.map((id) => historyOf(lab, id)));
  const { requests, replicaSessions } = lab.simulator.truth();
  const starts = replicaSessions.length;
  // Each start lists the tasks once and asks for the sessions of its machine once.
  const followed = (requests['GET /tasks'] ?? 0) + (requests['GET /query'] ?? 0) - 2 * starts;
  return {
    groups: groups.length,
    runEvents: run.events.length,
    eventsPerMachine: histories.reduce((sum, { events }) => sum + events.length, 0) / starts,
    mostGroupEvents: Math.max(0, ...histories.map(({ events }) => events.length)),
    requestsPerPoll: followed / (seconds / pollSeconds),
    largestPayload: Math.max(...[run, ...histories].map(({ largest }) => largest)),
  };
}

async function historyOf(lab: ReplicaLab, workflowId: string) {
  const { events } = await lab.client.workflow.getHandle(workflowId).fetchHistory();
  const list = events ?? [];
  let largest = 0;
  // Protobuf's own JSON has bytes as base64.
  JSON.stringify(list, (key, value: unknown) => {
    if (key !== 'data' || typeof value !== 'string') return value;
    largest = Math.max(largest, (value.length * 3) / 4);
    return undefined;
  });
  return { events: list, largest };
}
