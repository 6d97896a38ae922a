import type { WorkflowInterceptors } from '@temporalio/workflow';
import { auditSinks, isAudited } from './audit.js';

/** Shows an audit's replay all that a workflow is told and all that it commands. */
export function interceptors(): WorkflowInterceptors {
  if (!isAudited()) return {};
  return {
    internals: [
      {
        activate(input, next) {
          // A copy: the SDK takes the first one out of the list.
          auditSinks.audit.told([...(input.activation.jobs ?? [])]);
          next(input);
        },
        concludeActivation(input, next) {
          const output = next(input);
          auditSinks.audit.gave(output.commands);
          return output;
        },
      },
    ],
  };
}
