import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { estimateEvents, estimateGroupEvents } from '../../compiler/event-estimate.js';
import type { Plan } from '../../plan/plan.js';
import type { RunRecord } from '../../plan/run-record.js';
import { measure, untilEnded, type Measured } from './replica-measure.js';
import {
  openReplicaLab,
  replicas,
  replicaScenario,
  resultsOf,
  type ReplicaLab,
} from './replica-lab.js';

const COUNT = 600;
const names = Array.from({ length: COUNT }, (_, index) => `m${String(index).padStart(4, '0')}`);
const HANGS = 'm0003';
const POLL_SECONDS = 1;

/** Three groups, one machine in the first of which never ends. */
describe('600 replicas', () => {
  let lab: ReplicaLab;
  let plan: Plan;
  let record: RunRecord;
  let measured: Measured;

  beforeAll(async () => {
    const list = names.map(
      (name) => `  - { name: ${name}, takes: 90s, result: ${name === HANGS ? 'hang' : 'success'} }`,
    );
    lab = await openReplicaLab(replicaScenario(`vmReplicas:\n${list.join('\n')}\n`));
    plan = lab.live(
      [lab.target(names)],
      [replicas({ concurrency: 40, pollSeconds: POLL_SECONDS, timeoutSeconds: 900 })],
    );
    const run = await lab.start(plan);
    const begun = Date.now();
    await untilEnded(lab, COUNT - 1);
    const seconds = (Date.now() - begun) / 1000;
    await fetch(`${lab.simulator.controlUrl}/replicas/${HANGS}`, {
      method: 'POST',
      body: JSON.stringify({ result: 'success' }),
    });
    record = await run.ended();
    measured = await measure(lab, run.id, { seconds, pollSeconds: POLL_SECONDS });
  }, 900_000);

  afterAll(async () => {
    await lab.close();
  });

  it('are each started once, and end well', () => {
    expect(record.run.outcome).toBe('succeeded');
    expect(Object.keys(resultsOf(record))).toEqual(names);
    expect(lab.simulator.truth().replicas.map(({ started }) => started)).toEqual(
      names.map(() => 1),
    );
  });

  it('never have more under way than the concurrency of their step, in all groups together', () => {
    expect(lab.mostAtATime()).toBeLessThanOrEqual(40);
    expect(lab.mostAtATime()).toBeGreaterThan(10);
  });

  it('do not wait for one that hangs: the other groups go on beside it', () => {
    expect(measured.groups).toBe(3);
    const { replicaSessions } = lab.simulator.truth();
    // As moments: text of a server leaves out a fraction's zeros and does not sort.
    const endOf = ({ endedAt }: { endedAt: string | null }) => Date.parse(endedAt ?? '');
    const others = replicaSessions.filter(({ replica }) => replica !== HANGS).map(endOf);
    const hung = replicaSessions.filter(({ replica }) => replica === HANGS).map(endOf);
    expect(others).toHaveLength(COUNT - 1);
    expect(Math.max(...others)).toBeLessThan(Math.min(...hung));
  });

  it('write at most 8 events each into the history of their group', () => {
    expect(measured.eventsPerMachine).toBeLessThanOrEqual(8);
  });

  it('write about as many events as the compiler has estimated', () => {
    const estimated = estimateEvents(plan);

    expect(measured.mostGroupEvents / estimateGroupEvents(250)).toBeGreaterThan(0.5);
    expect(measured.mostGroupEvents / estimateGroupEvents(250)).toBeLessThan(1.2);
    expect(measured.runEvents / estimated).toBeGreaterThan(0.3);
    expect(measured.runEvents / estimated).toBeLessThan(1.2);
  });

  it('are followed with at most 3 requests per poll', () => {
    expect(measured.requestsPerPoll).toBeLessThanOrEqual(3);
  });

  it('leave no task behind in the lists of the server', () => {
    expect(lab.simulator.truth().requests['DELETE /tasks/{id}']).toBe(COUNT);
  });

  it('stay far below what Temporal takes in one payload', () => {
    expect(measured.largestPayload).toBeLessThan(500_000);
  });
});
