import type { StepAction } from '../action.js';
import { changesSomething } from '../action.js';
import type { RunbookRule } from '../rule.js';

/**
 * Steps that act on something and are left out of every drill, though the runbook has drills. A check
 * of a target that is only tested has to be left out; of those nothing is said.
 */
export const checkNeverDrilledSteps: RunbookRule = ({ modes, steps }, problems) => {
  if (!modes.value.includes('drill')) return;
  for (const { action, modes: own } of steps) {
    if (action === null || own === null || own.value.includes('drill')) continue;
    const advice = adviseDrill(action);
    if (advice !== null) problems.add('step-never-drilled', own.span, { advice });
  }
};

function adviseDrill(action: StepAction): string | null {
  switch (action.verb) {
    case 'failover':
      return 'Take "modes" away: "rehearse" on the target says what a drill does with it.';
    case 'undo':
    case 'update':
      return 'Rehearse it by hand, or say "drill: run" where that does no harm.';
    case 'http':
      return changesSomething(action.request)
        ? 'Rehearse it by hand, or against a test system with a step of its own for drills.'
        : null;
    case 'runbook':
      return 'Let that runbook have a drill of its own, and run it.';
    case 'readiness':
    case 'check':
    case 'approve':
    case 'task':
    case 'wait':
    case 'notify':
      return null;
    default:
      return assertNever(action);
  }
}

function assertNever(action: never): never {
  throw new Error(`Unknown verb ${JSON.stringify(action)}`);
}
