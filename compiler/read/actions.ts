import type { Verb } from '../../plan/plan.js';
import type { StepAction } from '../action.js';
import type { Span } from '../document-node.js';
import type { Problems } from '../problems.js';
import { readApprove } from './approve.js';
import { readCheck } from './check.js';
import { readChild } from './child.js';
import { readFailover } from './failover.js';
import type { Fields } from './fields.js';
import { readHttpStep } from './http.js';
import { readNotify } from './notify.js';
import { readReadiness } from './readiness.js';
import type { StepContext } from './step-context.js';
import { readTask } from './task.js';
import { readUndo } from './undo.js';
import { readUpdate } from './update.js';
import { readWait } from './wait.js';

/** Reads what a step does: the value of its verb, and the keys beside it that belong to the verb. */
export function readAction(
  verb: Verb,
  fields: Fields,
  span: Span,
  context: StepContext,
  problems: Problems,
): StepAction | null {
  const node = fields.entries.get(verb)?.value;
  if (node === undefined) return null;
  switch (verb) {
    case 'readiness':
      return readReadiness(node, fields, span, context, problems);
    case 'failover':
      return readFailover(node, fields, span, context, problems);
    case 'undo':
      return readUndo(node, fields, span, context, problems);
    case 'update':
      return readUpdate(node, fields, span, context, problems);
    case 'check':
      return readCheck(node, span, context, problems);
    case 'approve':
      return readApprove(node, span, context, problems);
    case 'task':
      return readTask(node, span, context, problems);
    case 'wait':
      return readWait(node, span, context, problems);
    case 'http':
      return readHttpStep(node, fields, span, context, problems);
    case 'notify':
      return readNotify(node, span, context, problems);
    case 'runbook':
      return readChild(node, fields, span, context, problems);
    default:
      return assertNever(verb);
  }
}

function assertNever(verb: never): never {
  throw new Error(`Unknown verb ${String(verb)}`);
}
