import type { FailoverStep, PlanTarget, RestorePointChoice } from '../../plan/plan.js';
import { plainText } from './plain-text.js';
import { showValue } from './show-value.js';

/** Of the Service Provider Console's REST API 3.6.1; the other paths are Enterprise Manager's. */
const CONSOLE_PLANS = '/infrastructure/backupServers/failoverplans';

/** The requests that a failover step makes, its clean-up included: one line each. */
export function failoverCalls(step: FailoverStep, target: PlanTarget): string[] {
  switch (step.action) {
    case 'skip':
      return [];
    case 'test':
      return startCalls(target, 'test', step.restorePoint);
    case 'start':
      return startCalls(target, 'start', step.restorePoint);
    case 'start-and-undo':
      return [
        ...startCalls(target, 'start', step.restorePoint),
        ...undoCalls(target).map((call) => `${call}  (clean-up)`),
      ];
  }
}

/** The request that undoes a target; none for replicas, which have no undo. */
export function undoCalls(target: PlanTarget): string[] {
  switch (target.kind) {
    case 'cloudFailoverPlan':
      return [`POST /cloud/cloudFailoverPlans/${idOf(target.name)}?action=undo`];
    case 'failoverPlan':
      return [`POST /failoverPlans/${idOf(target.name)}?action=undo`];
    case 'spcFailoverPlan':
      return [`POST ${CONSOLE_PLANS}/${uidOf(target.name)}/undo`];
    case 'vmReplicas':
    case 'vAppReplicas':
    case 'cdpReplicas':
      return [];
  }
}

/** The request that changes a plan's commands; only the Service Provider Console has one. */
export function updateCalls(target: PlanTarget): string[] {
  if (target.kind !== 'spcFailoverPlan') return [];
  return [`PATCH ${CONSOLE_PLANS}/${uidOf(target.name)}`];
}

function startCalls(
  target: PlanTarget,
  action: 'start' | 'test',
  point: RestorePointChoice,
): string[] {
  switch (target.kind) {
    case 'cloudFailoverPlan':
      return [`POST /cloud/cloudFailoverPlans/${idOf(target.name)}?action=${action}`];
    case 'failoverPlan':
      return [`POST /failoverPlans/${idOf(target.name)}?action=${action}`];
    case 'spcFailoverPlan':
      return [`POST ${CONSOLE_PLANS}/${uidOf(target.name)}/start${consoleQuery(action, point)}`];
    case 'vmReplicas':
      return [`POST /vmReplicaPoints/${pointOfEach(point)}?action=failover`];
    case 'vAppReplicas':
      return [`POST /vAppReplicaPoints/${pointOfEach(point)}?action=failover`];
    case 'cdpReplicas':
      return [
        'POST /cdpReplicas/<replica of each>/vms/<its VM>?action=failover',
        'or, for a vApp, POST /cdpReplica/vApps/<its id>?action=failover',
      ];
  }
}

function consoleQuery(action: 'start' | 'test', point: RestorePointChoice): string {
  if (action === 'test') return '?test=true';
  return point.kind === 'before' ? `?dateTime=<${plainText(showValue(point.time))}>` : '';
}

function pointOfEach(point: RestorePointChoice): string {
  return point.kind === 'before'
    ? `<newest point of each before ${plainText(showValue(point.time))}>`
    : '<newest point of each>';
}

function idOf(name: string): string {
  return `<id of "${plainText(name)}">`;
}

function uidOf(name: string): string {
  return `<uid of "${plainText(name)}">`;
}
