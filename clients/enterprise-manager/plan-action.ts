import { decodeTask } from './decode-task.js';
import { expectSame } from './expect-same.js';
import { plansPath, startBody } from './requests.js';
import type { FailoverPlanKind, Task } from './resources.js';
import type { SessionCall } from './session-calls.js';

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

/**
 * The call of an action. Its answer must be a task with the operation that was asked for: any
 * other answer, success or not, leaves open what happened.
 */
export function actionCall(action: PlanAction): SessionCall<Task> {
  const name = NAMES[action.kind];
  // The task of a test says Start: the server does not tell them apart.
  const expected = `${action.verb === 'undo' ? 'Undo' : 'Start'}${name}`;

  return {
    operation: `${action.verb}${name}`,
    path: `${plansPath(action.kind, action.id)}?action=${action.verb}`,
    // Test and undo have no body, but their Content-Type is marked as required.
    body: action.verb === 'start' ? startBody(action.kind, action.before) : '',
    decode: (body, session) =>
      expectSame(decodeTask(body, session.info.sessionId), 'operation', expected),
  };
}
