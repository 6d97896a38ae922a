import { BRANCHES, branches, SHOP, shop, update } from '../workflows/console.js';
import { failover, undo } from '../workflows/plans.js';
import { type CallKind, isOver, pause, plan, type Truth } from './call-kind.js';

const CONSOLE = { world: 'console', targets: [branches, shop] } as const;
const NEW_COMMAND = 'new-pre.cmd';

/** What the Console keeps of a request under its id. */
function isKnown(truth: Truth, actionName: string): boolean {
  return (
    truth.console?.actions.some(
      (action) => action.actionName.startsWith(actionName) && action.status !== 'failed',
    ) === true
  );
}

const start = { method: 'POST', server: 'console', action: 'start' } as const;
const undoing = { method: 'POST', server: 'console', action: 'undo' } as const;

/** Every mutating call that a run can make of a plan of the Console. */
export const CONSOLE_CALLS: readonly CallKind[] = [
  {
    ...CONSOLE,
    name: 'console start',
    mode: 'live',
    steps: [failover('branches', 'start', pause)],
    match: start,
    acted: (truth) => plan(truth, BRANCHES).started,
    // A live run may adopt what the plan shows.
    hasEvidence: (truth) => plan(truth, BRANCHES).started > 0,
    isDone: (truth) => isOver(truth, BRANCHES),
  },
  {
    ...CONSOLE,
    name: 'console test',
    mode: 'drill',
    steps: [failover('branches', 'test')],
    match: start,
    acted: (truth) => plan(truth, BRANCHES).tested,
    hasEvidence: (truth) => isKnown(truth, 'StartBackupFailoverPlan'),
    isDone: (truth) => plan(truth, BRANCHES).tested > 0,
  },
  {
    ...CONSOLE,
    name: 'console undo',
    mode: 'live',
    steps: [failover('branches', 'start'), undo('branches', pause)],
    match: undoing,
    acted: (truth) => plan(truth, BRANCHES).undone,
    // The plan's status tells.
    hasEvidence: (truth) => plan(truth, BRANCHES).undone > 0,
    isDone: (truth) => !isOver(truth, BRANCHES),
  },
  {
    ...CONSOLE,
    name: 'console update',
    mode: 'live',
    steps: [
      update({ pre: { kind: 'literal', value: NEW_COMMAND } }, { ...pause, timeoutSeconds: 120 }),
    ],
    match: { method: 'PATCH', server: 'console' },
    acted: (truth) => (plan(truth, BRANCHES).commands.pre === NEW_COMMAND ? 1 : 0),
    // The plan shows its commands.
    hasEvidence: (truth) => plan(truth, BRANCHES).commands.pre === NEW_COMMAND,
    isDone: (truth) => plan(truth, BRANCHES).commands.pre === NEW_COMMAND,
  },
  {
    ...CONSOLE,
    name: 'console drill start',
    mode: 'drill',
    steps: [failover('shop', 'start-and-undo')],
    match: start,
    acted: (truth) => plan(truth, SHOP).started,
    hasEvidence: (truth) => isKnown(truth, 'StartBackupFailoverPlan'),
    isDone: (truth) => plan(truth, SHOP).started > 0,
  },
  {
    ...CONSOLE,
    name: 'console clean-up undo',
    isOfCleanUp: true,
    mode: 'drill',
    steps: [failover('shop', 'start-and-undo')],
    match: undoing,
    acted: (truth) => plan(truth, SHOP).undone,
    hasEvidence: (truth) => isKnown(truth, 'UndoBackupFailoverPlan'),
    isDone: (truth) => !isOver(truth, SHOP),
  },
];
