import { describe, expect, it } from '@jest/globals';
import { compile } from '../../compiler/compile.js';
import { estimateEvents, estimateGroupEvents } from '../../compiler/event-estimate.js';
import { compiled, completed } from './runbook-text.js';

const namesOf = (count: number, prefix = 'm') =>
  Array.from({ length: count }, (_, at) => `${prefix}${at}`).join(', ');
const target = (id: string, names: string) =>
  `  ${id}: { connection: em, vmReplicas: [${names}], rehearse: skip }\n`;
const step = (id: string) => `  - id: ${id}\n    failover: ${id}\n`;

const eventsOf = (replicas: number) => {
  const { plan } = compiled(
    `targets:\n${target('t', namesOf(replicas))}steps:\n${step('t')}`,
    'live',
  );
  return plan === null ? 0 : estimateEvents(plan);
};

describe('the estimate of events', () => {
  it('counts eight events for each replica that the run itself drives', () => {
    expect(eventsOf(1)).toBeGreaterThan(0);
    expect(eventsOf(250) - eventsOf(1)).toBe(249 * 8);
  });

  it('counts some for each group where there are more, and none for each machine', () => {
    const group = eventsOf(501) - eventsOf(251);

    expect(group).toBeLessThan(100);
    expect(eventsOf(500)).toBe(eventsOf(251));
    expect(eventsOf(5000) - eventsOf(251)).toBe(18 * group);
  });

  it('counts in groups what comes on top of a whole group in the run itself', () => {
    const { plan } = compiled(
      `targets:\n${target('a', namesOf(200))}${target('b', namesOf(200, 'n'))}steps:\n${step('a')}${step('b')}`,
      'live',
    );

    expect(plan === null ? 0 : estimateEvents(plan)).toBeLessThan(eventsOf(200) + 200);
  });

  it('counts eight events for each machine in the history of its group', () => {
    expect(estimateGroupEvents(250) - estimateGroupEvents(0)).toBe(250 * 8);
  });

  it('stays within the limit of one workflow for a whole group', () => {
    expect(estimateGroupEvents(250)).toBeLessThan(10_000);
  });

  it('lets a runbook fail 5,000 replicas over', () => {
    expect(eventsOf(5000)).toBeLessThan(10_000);
  });

  it.each([
    ['an approval with its people', 'approve: { message: m, from: [a], min: 2 }', 15],
    [
      'reminders, as many as fit',
      'approve: { message: m, from: [a], timeout: 1h, remindEvery: 10m }',
      58,
    ],
    ['a task', 'task: { do: Call }', 10],
    ['a request', "http: { url: 'https://a' }", 6],
    ['a notice', 'notify: { slack: s, message: m }', 6],
    ['each item of a list', 'foreach: { items: [1, 2, 3], as: t }\n    wait: 1s', 18],
    [
      'a hundred items where the list is not known',
      'foreach: { items: inputs.l, as: t }\n    wait: 1s',
      503,
    ],
  ])('counts %s', (_what, keys, events) => {
    const plan = (step: string) =>
      compiled(
        `inputs:\n  l: { type: list, default: [] }\nsteps:\n  - id: w\n    wait: 1s\n${step}`,
        'live',
      ).plan;
    const [none, one] = [plan(''), plan(`  - id: a\n    ${keys}\n`)];

    expect(none && one && estimateEvents(one) - estimateEvents(none)).toBe(events);
  });

  it('counts another runbook as a child: its own events are in its own history', () => {
    expect(childEvents('')).toBe(childEvents('  - id: b\n    wait: 1s\n'));
  });
});

function childEvents(more: string): number | null {
  const child = completed(`steps:\n  - id: a\n    wait: 1s\n${more}`);
  const { plan } = compile(completed('steps:\n  - id: r\n    runbook: a.yaml\n'), {
    file: 'f',
    mode: 'live',
    files: () => child,
  });
  return plan === null ? null : estimateEvents(plan);
}
