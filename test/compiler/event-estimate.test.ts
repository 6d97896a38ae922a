import { describe, expect, it } from '@jest/globals';
import { estimateEvents, estimateGroupEvents } from '../../compiler/event-estimate.js';
import { compiled } from './runbook-text.js';

const eventsOf = (replicas: number) => {
  const names = Array.from({ length: replicas }, (_, at) => `m${at}`).join(', ');
  const { plan } = compiled(
    `targets:\n  t: { connection: em, vmReplicas: [${names}], rehearse: skip }\nsteps:\n  - id: t\n    failover: t\n`,
    'live',
  );
  return plan === null ? null : estimateEvents(plan);
};

describe('the estimate of events', () => {
  it('does not grow with the replicas of a group', () => {
    expect(eventsOf(1)).not.toBeNull();
    expect(eventsOf(250)).toBe(eventsOf(1));
  });

  it('grows by a child workflow for each further group', () => {
    const [one, two, twenty] = [250, 251, 5000].map((count) => eventsOf(count) ?? 0);

    const child = (two ?? 0) - (one ?? 0);
    expect(child).toBe(9);
    expect((twenty ?? 0) - (one ?? 0)).toBe(19 * child);
  });

  it('counts seven events for each machine in the history of its group', () => {
    expect(estimateGroupEvents(250) - estimateGroupEvents(0)).toBe(250 * 7);
  });

  it('stays within the limit of one workflow for a whole group', () => {
    expect(estimateGroupEvents(250)).toBeLessThan(10_000);
  });

  it('lets a runbook fail 5,000 replicas over', () => {
    expect(eventsOf(5000)).toBeLessThan(10_000);
  });
});
