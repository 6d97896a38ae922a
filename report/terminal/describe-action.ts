import type {
  ApproveStep,
  ChildRunbookStep,
  HttpStep,
  NotifyStep,
  TaskStep,
} from '../../plan/plan.js';
import { plainText } from './plain-text.js';
import { showValue } from './show-value.js';
import { formatElapsed } from './times.js';

type ActionStep = ApproveStep | TaskStep | HttpStep | NotifyStep | ChildRunbookStep;

/** What a step that asks people or other systems will do: one line each. */
export function describeAction(step: ActionStep): string[] {
  switch (step.verb) {
    case 'approve':
      return describeApproval(step);
    case 'task':
      return [
        `asks ${step.from.length === 0 ? 'anybody' : people(step.from)}: ${text(showValue(step.do))}`,
      ];
    case 'http':
      return describeHttp(step);
    case 'notify':
      return [
        `tells ${step.channel.kind} ${step.channel.name}: ${text(showValue(step.message))}; never holds the run`,
      ];
    case 'runbook':
      return [
        `runs ${text(step.file)}: ${step.plan.steps.length} steps, plan ${step.planHash}`,
        ...Object.entries(step.with).map(([name, value]) => `  ${name}: ${text(showValue(value))}`),
      ];
  }
}

function describeApproval(step: ApproveStep): string[] {
  const others = step.notRequester ? ', not the one who started the run' : '';
  const lines = [
    `asks ${people(step.from)}: ${text(showValue(step.message))}`,
    `${step.min} of them must approve${others}; in time or else: ${step.onTimeout}`,
  ];
  if (step.breakGlass !== null) lines.push(`one of ${step.breakGlass} may pass it alone`);
  if (step.remindEverySeconds !== null) {
    lines.push(`reminds every ${formatElapsed(step.remindEverySeconds * 1000)}`);
  }
  return lines;
}

function describeHttp(step: HttpStep): string[] {
  const { status, body } = step.expect;
  const by = step.connection === null ? '' : ` by connection ${step.connection}`;
  const wanted = status === null ? 'status 2xx' : `status ${status.join(' or ')}`;
  return [
    `${step.method} ${text(showValue(step.url))}${by}`,
    `expects ${wanted}${body === null ? '' : `, body: ${text(body)}`}`,
  ];
}

function people(names: readonly string[]): string {
  return names.map(plainText).join(', ');
}

function text(value: string): string {
  return plainText(value);
}
