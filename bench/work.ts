import { randomUUID } from 'node:crypto';

/** What is failed over: a cloud failover plan, or single replicas. */
export type WorkKind = 'plan' | 'replicas';

export type Engine = 'drillbook' | 'by-hand';

/** One piece of work, done once by Drillbook and once by a workflow written by hand. */
export interface Work {
  readonly kind: WorkKind;
  readonly machines: number;
  readonly pollSeconds: number;
}

export const PLAN_NAME = 'Bench plan';
export const PASSWORD = 'bench';

export function machineNames({ machines }: Work): readonly string[] {
  return Array.from({ length: machines }, (_, index) => `vm${String(index).padStart(4, '0')}`);
}

/**
 * How long each machine takes: long enough that all are started, and polled a few times, before the
 * first is over.
 */
function takesSeconds({ machines, pollSeconds }: Work): number {
  return Math.round(6 * pollSeconds + machines / 18);
}

/** The simulated server of one measurement: ids are new each time, for targets are held and marked. */
export function scenarioOf(work: Work): string {
  const takes = `${takesSeconds(work)}s`;
  const head = [
    'version: 1',
    'speed: 1',
    `server: { taskTime: 500ms, users: [{ name: dr, password: ${PASSWORD}, role: PortalAdministrator }] }`,
  ];
  if (work.kind === 'plan') {
    const machines = machineNames(work).map(
      (name) => `      - { name: ${name}, takes: ${planTakes(work)} }`,
    );
    return [
      ...head,
      'cloudFailoverPlans:',
      `  - name: ${PLAN_NAME}`,
      `    id: ${randomUUID()}`,
      `    tenant: Tenant ${randomUUID()}`,
      '    machines:',
      ...machines,
      '',
    ].join('\n');
  }
  const replicas = machineNames(work).map(
    (name) => `  - { name: ${name}, job: Bench, takes: ${takes}, points: [15m] }`,
  );
  return [...head, 'vmReplicas:', ...replicas, ''].join('\n');
}

/** A plan starts ten machines at a time by itself: the whole is to take about as long. */
function planTakes(work: Work): string {
  const waves = Math.ceil(work.machines / 10);
  return `${Math.max(100, Math.round((takesSeconds(work) * 1000) / waves))}ms`;
}
