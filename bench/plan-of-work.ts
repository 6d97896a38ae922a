import type { Plan } from '../plan/plan.js';
import { databases, failover, planOf, web } from '../test/workflows/plans.js';
import { machineNames, PLAN_NAME, type Work } from './work.js';

/**
 * The plan of a live run that does the work on a connection, and nothing beside it. The connection's
 * name is new each time: what earlier rounds have failed over is marked under theirs, by workers
 * that are gone.
 */
export function planOfWork(work: Work, connection: string): Plan {
  const extra = { timeoutSeconds: 3600, pollSeconds: work.pollSeconds };
  if (work.kind === 'plan') {
    const target = { ...databases, connection, name: PLAN_NAME };
    return { ...planOf('live', [failover(target.id, 'start', extra)]), targets: [target] };
  }
  const target = { ...web, connection, names: machineNames(work) };
  const step = failover(target.id, 'start', { ...extra, concurrency: work.machines });
  return { ...planOf('live', [step]), targets: [target] };
}
