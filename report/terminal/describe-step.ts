import { stepForItem } from '../../plan/foreach.js';
import { replicaNames } from '../../plan/plan.js';
import type {
  CheckProbe,
  CheckStep,
  FailoverStep,
  Foreach,
  HttpProbe,
  Plan,
  PlanStep,
  PlanTarget,
  RestorePointChoice,
  UndoStep,
  UpdateStep,
} from '../../plan/plan.js';
import { plainText } from './plain-text.js';
import { showValue } from './show-value.js';
import { failoverCalls, undoCalls, updateCalls } from './target-calls.js';
import { describeAction } from './describe-action.js';
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
    case 'update':
      return describeUpdate(step, targetOf(plan, step.target));
    case 'check':
      return describeCheck(step);
    case 'approve':
    case 'task':
    case 'http':
    case 'notify':
    case 'runbook':
      return describeAction(step);
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
  if (step.when !== undefined) parts.push(`only when ${plainText(step.when)}`);
  if (step.retry !== undefined) {
    const { attempts, everySeconds } = step.retry;
    parts.push(`tried again up to ${attempts} times, ${seconds(everySeconds)} apart`);
  }
  return parts.join('; ');
}

/** What a step does for its items, and for each target among them; of one without `foreach` what it does. */
export function describeItems(step: PlanStep, plan: Plan): string[] {
  const { foreach } = step;
  if (foreach === undefined) return describeStep(step, plan);
  const each = foreach.targets?.flatMap(({ target }, index) =>
    describeStep(stepForItem(step, index), plan).map((line) => `${target}: ${line}`),
  );
  return [...describeForeach(foreach), ...(each ?? describeStep(step, plan))];
}

function describeForeach(foreach: Foreach): string[] {
  const { items, as, when, concurrency, tolerate } = foreach;
  const of =
    items.kind === 'list'
      ? items.values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
      : [items.cel];
  const amount = tolerate.kind === 'percent' ? `${tolerate.value}%` : String(tolerate.value);
  const condition = when === undefined ? '' : `, when ${plainText(when)}`;
  return [
    `for each ${as} of ${plainText(of.join(', '))}${condition}: ${concurrency} at a time; tolerated failures: ${amount}`,
  ];
}

function targetOf(plan: Plan, id: string): PlanTarget | null {
  return plan.targets.find((target) => target.id === id) ?? null;
}

function describeFailover(step: FailoverStep, target: PlanTarget | null): string[] {
  if (target === null) return [];
  if (step.action === 'skip') return [`nothing is called: ${target.id} has "rehearse: skip"`];
  const lines = [
    ...failoverCalls(step, target),
    `${describePoint(step.restorePoint)}; looked at every ${seconds(step.pollSeconds)}`,
  ];
  if (step.concurrency !== null) lines.push(describePace(step, step.concurrency, target));
  return [...lines, describeMachines(step)];
}

function describePoint(point: RestorePointChoice): string {
  switch (point.kind) {
    case 'latest':
      return 'the newest restore points';
    case 'latestConsistent':
      return 'the newest application-consistent restore points';
    case 'before':
      return `the newest restore points created before ${showValue(point.time)}`;
    case 'at':
      return `the state at ${showValue(point.time)}`;
  }
}

function describePace({ machines }: FailoverStep, concurrency: number, target: PlanTarget): string {
  const count = replicaNames(target)?.length ?? 0;
  const times = machines.retry === 1 ? 'once' : `up to ${machines.retry} times`;
  const again = machines.retry === 0 ? 'not tried again' : `tried again ${times}`;
  return `${count} in the order written, ${concurrency} at a time; a machine that fails is ${again}`;
}

function describeMachines(step: FailoverStep): string {
  const { critical, tolerate, warning, unverified } = step.machines;
  const amount = tolerate.kind === 'percent' ? `${tolerate.value}%` : String(tolerate.value);
  const must = critical.length === 0 ? '' : `must succeed: ${critical.map(plainText).join(', ')}; `;
  return `machines: ${must}tolerated failures: ${amount}; warning: ${warning}; unverified: ${unverified}`;
}

function describeUndo(step: UndoStep, target: PlanTarget | null): string[] {
  const lines = [`looked at every ${seconds(step.pollSeconds)}`];
  return target === null ? lines : [...undoCalls(target), ...lines];
}

function describeUpdate(step: UpdateStep, target: PlanTarget | null): string[] {
  const commands = [
    { key: 'preFailoverCommand', value: step.preFailoverCommand },
    { key: 'postFailoverCommand', value: step.postFailoverCommand },
  ].flatMap(({ key, value }) =>
    value === null ? [] : [`${key}: ${plainText(showValue(value))}; the old one is recorded`],
  );
  return target === null ? commands : [...updateCalls(target), ...commands];
}

function describeCheck(step: CheckStep): string[] {
  const expected = step.expect === 'closed' ? ' is closed' : '';
  return [
    `${describeProbe(step.probe)}${expected}, tried every ${seconds(step.everySeconds)} for at most ${seconds(step.withinSeconds)}`,
  ];
}

function describeProbe(probe: CheckProbe): string {
  switch (probe.kind) {
    case 'tcp':
      return `tcp ${showValue(probe.host)}:${showValue(probe.port)}`;
    case 'http':
      return describeHttpProbe(probe);
    case 'dns': {
      const found = probe.addresses?.map(showValue).join(', ') ?? 'any answer';
      return `dns ${showValue(probe.host)} ${probe.type}: ${plainText(found)}`;
    }
    case 'expr':
      return plainText(probe.cel);
  }
}

function describeHttpProbe(probe: HttpProbe): string {
  const status = probe.status === null ? 'status 2xx' : `status ${probe.status}`;
  const body = probe.body === null ? '' : `, body: ${plainText(probe.body)}`;
  return `${probe.method} ${showValue(probe.url)}, ${status}${body}`;
}

function seconds(count: number): string {
  return formatElapsed(count * 1000);
}
