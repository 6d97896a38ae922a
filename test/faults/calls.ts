import { CLOUD, PLAIN } from '../workflows/lab.js';
import { databases, failover, portal, undo } from '../workflows/plans.js';
import { type CallKind, hasSession, hasTask, isOver, pause, plan } from './call-kind.js';
import { CONSOLE_CALLS } from './console-calls.js';
import { REPLICA_CALLS } from './replica-calls.js';

const MANAGER = { world: 'manager', targets: [databases, portal] } as const;

/** Every mutating call that a run can make of a plan of Enterprise Manager. */
const managerCalls: readonly CallKind[] = [
  {
    ...MANAGER,
    name: 'cloud start',
    mode: 'live',
    steps: [failover(databases.id, 'start', pause)],
    match: { method: 'POST', action: 'start' },
    acted: (truth) => plan(truth, CLOUD).started,
    hasEvidence: (truth) => hasTask(truth, 'StartCloudFailoverPlan') || hasSession(truth, CLOUD),
    isDone: (truth) => isOver(truth, CLOUD),
  },
  {
    ...MANAGER,
    name: 'cloud test',
    mode: 'drill',
    steps: [failover(databases.id, 'test')],
    match: { method: 'POST', action: 'test' },
    acted: (truth) => plan(truth, CLOUD).tested,
    // A drill never adopts on a session alone.
    hasEvidence: (truth) => hasTask(truth, 'StartCloudFailoverPlan'),
    isDone: (truth) => plan(truth, CLOUD).tested > 0,
  },
  {
    ...MANAGER,
    name: 'cloud undo',
    mode: 'live',
    steps: [failover(databases.id, 'start'), undo(databases.id, pause)],
    match: { method: 'POST', action: 'undo' },
    acted: (truth) => plan(truth, CLOUD).undone,
    // The machines' states tell.
    hasEvidence: (truth) => plan(truth, CLOUD).undone > 0,
    isDone: (truth) => !isOver(truth, CLOUD),
  },
  {
    ...MANAGER,
    name: 'plain start',
    mode: 'live',
    steps: [failover(portal.id, 'start', pause)],
    match: { method: 'POST', action: 'start' },
    acted: (truth) => plan(truth, PLAIN).started,
    hasEvidence: (truth) => hasTask(truth, 'StartFailoverPlan'),
    isDone: (truth) => isOver(truth, PLAIN),
  },
  {
    ...MANAGER,
    name: 'plain undo',
    mode: 'live',
    steps: [failover(portal.id, 'start'), undo(portal.id, pause)],
    match: { method: 'POST', action: 'undo' },
    acted: (truth) => plan(truth, PLAIN).undone,
    hasEvidence: (truth) => hasTask(truth, 'UndoFailoverPlan'),
    isDone: (truth) => !isOver(truth, PLAIN),
  },
  {
    ...MANAGER,
    name: 'drill start',
    mode: 'drill',
    steps: [failover(portal.id, 'start-and-undo')],
    match: { method: 'POST', action: 'start' },
    acted: (truth) => plan(truth, PLAIN).started,
    hasEvidence: (truth) => hasTask(truth, 'StartFailoverPlan'),
    isDone: (truth) => plan(truth, PLAIN).started > 0,
  },
  {
    ...MANAGER,
    name: 'clean-up undo',
    isOfCleanUp: true,
    mode: 'drill',
    steps: [failover(portal.id, 'start-and-undo')],
    match: { method: 'POST', action: 'undo' },
    acted: (truth) => plan(truth, PLAIN).undone,
    hasEvidence: (truth) => hasTask(truth, 'UndoFailoverPlan'),
    isDone: (truth) => !isOver(truth, PLAIN),
  },
];

export const CALLS: readonly CallKind[] = [...managerCalls, ...CONSOLE_CALLS, ...REPLICA_CALLS];
