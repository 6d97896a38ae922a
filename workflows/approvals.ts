import {
  missingApprovals,
  whyNotAnswered,
  whyNotApproved,
  whyNotRejected,
  type Asked,
  type Said,
} from '../plan/approval.js';
import type { ApproveStep } from '../plan/plan.js';
import type { ApprovalRecord } from '../plan/run-record.js';
import type { SteeringCommand } from '../plan/steering.js';
import { tellParent } from './parent.js';
import { now, type Run } from './run.js';
import { stepIdOf, type StepState, type Wait } from './step-state.js';

/** Why an approval, rejection or answer of a task does not count; null: it does. */
export function whyNotTaken(
  run: Run,
  unit: StepState,
  wait: Wait,
  command: SteeringCommand,
): string | null {
  const { plan } = unit;
  const said = saidBy(command);
  if (plan.verb === 'approve') {
    const asked = askedOf(run, plan, wait);
    return command.verb === 'reject' ? whyNotRejected(asked, said) : whyNotApproved(asked, said);
  }
  return plan.verb === 'task' ? whyNotAnswered(plan, run.groups, command.person) : null;
}

/**
 * Writes down an approval or rejection that counts; gives how many are missing. What is claimed is
 * recorded as claimed.
 */
export function takeApproval(
  run: Run,
  unit: StepState,
  wait: Wait,
  command: SteeringCommand,
): number {
  const { plan } = unit;
  if (plan.verb !== 'approve') return 0;
  const { person, reason, isBreakGlass = false } = command;
  const isRejected = command.verb === 'reject';
  const approval: ApprovalRecord = {
    step: stepIdOf(unit),
    ...(unit.item === null ? {} : { item: unit.item.key }),
    decision: isRejected ? 'rejected' : 'approved',
    by: person.name,
    at: now(),
    reason,
    osUser: person.osUser,
    host: person.host,
    authenticated: person.authenticated,
    planHash: run.input.planHash,
    ...(isBreakGlass && !isRejected ? { breakGlass: true } : {}),
  };
  run.approvals.push(approval);
  run.log('approval', plan.id, { ...approval });
  if (isRejected || isBreakGlass) {
    wait.answer = command;
    return 0;
  }
  wait.given.push(person);
  const missing = missingApprovals({ terms: plan, given: wait.given });
  wait.evidence = { ...wait.evidence, ...progressOf(plan, wait) };
  if (missing === 0) wait.answer = command;
  else tellParent(run);
  return missing;
}

/** The part of an approval's evidence that changes with each one given. */
export function progressOf(plan: ApproveStep, { given }: Pick<Wait, 'given'>) {
  return {
    approvedBy: given.map(({ name }) => name),
    missing: missingApprovals({ terms: plan, given }),
  };
}

function askedOf(run: Run, terms: ApproveStep, { given }: Wait): Asked {
  const { startedBy, planHash } = run.input;
  return { terms, groups: run.groups, requester: startedBy, planHash, given };
}

function saidBy({ person, reason, planHash, isBreakGlass }: SteeringCommand): Said {
  return { person, reason, planHash: planHash ?? null, isBreakGlass: isBreakGlass ?? false };
}
