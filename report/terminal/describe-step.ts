import type {
  CheckProbe,
  CheckStep,
  FailoverStep,
  Plan,
  PlanStep,
  PlanTarget,
  UndoStep,
} from '../../plan/plan.js';
import type { Value } from '../../plan/value.js';
import { plainText } from './plain-text.js';
import { formatElapsed } from './times.js';

/** What a step will do, and under which limits: one line each, for a person who reads a plan. */
export function describeStep(step: PlanStep, plan: Plan): string[] {
  switch (step.verb) {
    case 'readiness':
      return [
        `reads ${step.targets.join(', ')}; expects ${step.expect}` +
          (step.strict ? '; warnings fail the step' : ''),
      ];
    case 'failover':
      return describeFailover(step, targetOf(plan, step.target));
    case 'undo':
      return describeUndo(step, targetOf(plan, step.target));
    case 'check':
      return describeCheck(step);
    case 'wait':
      return step.wait.kind === 'for'
        ? [`waits for ${showValue(step.wait.duration)}`]
        : [`waits until ${showValue(step.wait.time)}`];
  }
}

/** The limits that every step has. */
export function describeLimits(step: PlanStep): string {
  const parts = [`on failure: ${step.onFailure}`];
  if (step.timeoutSeconds !== null) parts.unshift(`at most ${seconds(step.timeoutSeconds)}`);
  if (step.needs.length > 0) parts.push(`after ${step.needs.join(', ')}`);
  return parts.join('; ');
}

/** Literal values as they are, expressions as they were written. */
export function showValue(value: Value): string {
  switch (value.kind) {
    case 'literal':
      return typeof value.value === 'string' ? value.value : JSON.stringify(value.value);
    case 'expression':
      return `\${{ ${value.cel} }}`;
    case 'text':
      return value.parts
        .map((part) => (typeof part === 'string' ? part : `\${{ ${part.cel} }}`))
        .join('');
  }
}

/** The request that acts on a target: its paths are those of Enterprise Manager's REST API. */
export function callOf(target: PlanTarget, action: 'start' | 'test' | 'undo'): string {
  const path = target.kind === 'cloudFailoverPlan' ? '/cloud/cloudFailoverPlans' : '/failoverPlans';
  return `POST ${path}/<id of "${plainText(target.name)}">?action=${action}`;
}

function targetOf(plan: Plan, id: string): PlanTarget | null {
  return plan.targets.find((target) => target.id === id) ?? null;
}

function describeFailover(step: FailoverStep, target: PlanTarget | null): string[] {
  const lines = [...failoverCalls(step, target)];
  if (step.action === 'skip') return lines;
  const point =
    step.restorePoint.kind === 'latest'
      ? 'the newest restore points'
      : `the newest restore points created before ${showValue(step.restorePoint.time)}`;
  lines.push(`${point}; looked at every ${seconds(step.pollSeconds)}`, describeMachines(step));
  return lines;
}

function failoverCalls(step: FailoverStep, target: PlanTarget | null): string[] {
  if (target === null) return [];
  switch (step.action) {
    case 'skip':
      return [`nothing is called: ${target.id} has "rehearse: skip"`];
    case 'test':
      return [callOf(target, 'test')];
    case 'start':
      return [callOf(target, 'start')];
    case 'start-and-undo':
      return [callOf(target, 'start'), `${callOf(target, 'undo')}  (clean-up)`];
  }
}

function describeMachines(step: FailoverStep): string {
  const { critical, tolerate, warning, unverified } = step.machines;
  const amount = tolerate.kind === 'percent' ? `${tolerate.value}%` : String(tolerate.value);
  const must = critical.length === 0 ? '' : `must succeed: ${critical.map(plainText).join(', ')}; `;
  return `machines: ${must}tolerated failures: ${amount}; warning: ${warning}; unverified: ${unverified}`;
}

function describeUndo(step: UndoStep, target: PlanTarget | null): string[] {
  const lines = [`looked at every ${seconds(step.pollSeconds)}`];
  return target === null ? lines : [callOf(target, 'undo'), ...lines];
}

function describeCheck(step: CheckStep): string[] {
  const expected = step.expect === 'closed' ? ' is closed' : '';
  return [
    `${describeProbe(step.probe)}${expected}, tried every ${seconds(step.everySeconds)} for at most ${seconds(step.withinSeconds)}`,
  ];
}

function describeProbe(probe: CheckProbe): string {
  if (probe.kind === 'tcp') return `tcp ${showValue(probe.host)}:${showValue(probe.port)}`;
  const status = probe.status === null ? 'status 2xx' : `status ${probe.status}`;
  const body = probe.body === null ? '' : `, body: ${plainText(probe.body)}`;
  return `${probe.method} ${showValue(probe.url)}, ${status}${body}`;
}

function seconds(count: number): string {
  return formatElapsed(count * 1000);
}
