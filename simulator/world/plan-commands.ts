import type { Plan, PlanCommands } from './model.js';

/** A plan's commands as they were at a moment. */
export function commandsAt(plan: Plan, at: number): PlanCommands {
  return plan.commands.findLast((change) => change.at <= at) ?? { at, pre: '', post: '' };
}
