import type { Wire } from './options.js';
import { plansPath, startBody } from './requests.js';
import type { FailoverPlanKind, Task } from './resources.js';
import type { SessionCall } from './session-calls.js';
import { taskAction } from './task-action.js';

/** What can be done to a plan; plain plans have no test. */
export type PlanAction =
  | {
      readonly verb: 'start';
      readonly kind: FailoverPlanKind;
      readonly id: string;
      readonly before: string | null;
    }
  | { readonly verb: 'undo'; readonly kind: FailoverPlanKind; readonly id: string }
  | { readonly verb: 'test'; readonly kind: 'cloudFailoverPlan'; readonly id: string };

const NAMES = { failoverPlan: 'FailoverPlan', cloudFailoverPlan: 'CloudFailoverPlan' } as const;

/** The call of an action. */
export function actionCall(action: PlanAction, wire: Wire): SessionCall<Task> {
  const name = NAMES[action.kind];

  return taskAction({
    operation: `${action.verb}${name}`,
    path: `${plansPath(action.kind, action.id)}?action=${action.verb}`,
    // Test and undo have no body, but their Content-Type is marked as required.
    body: action.verb === 'start' ? startBody(wire, action.kind, action.before) : '',
    // The task of a test says Start: the server does not tell them apart.
    expected: `${action.verb === 'undo' ? 'Undo' : 'Start'}${name}`,
  });
}
