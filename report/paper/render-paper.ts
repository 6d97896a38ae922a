import type { Plan, PlanStep } from '../../plan/plan.js';
import { describeItems, describeLimits } from '../terminal/describe-step.js';
import { plainText } from '../terminal/plain-text.js';
import { stepSubject } from '../terminal/step-subject.js';
import { formatElapsed } from '../terminal/times.js';
import { byHand, whatIs } from './by-hand.js';

const LINE = '________________';

/**
 * A runbook on paper, in Markdown: for the day on which the engine is down too. What a person does
 * by hand stands at each step, with room for name, time and result.
 */
export function renderPaper(
  plan: Plan,
  facts: { readonly planHash: string; readonly file: string },
): string {
  const { runbook, mode } = plan;
  const lines = [
    `# ${text(runbook.title ?? runbook.id)}`,
    '',
    mode === 'live'
      ? '**LIVE: this really fails over.** Go on only with the approvals below.'
      : '**DRILL: nothing that is in production may be started.** Test only.',
    '',
    `Runbook ${text(runbook.id)}, file ${text(facts.file)}, plan \`${facts.planHash}\`.${runbook.owner === null ? '' : ` Owner: ${text(runbook.owner)}.`}`,
    '',
    `Printed version of: ${LINE} Used by: ${LINE} Date: ${LINE} Begun (UTC): ${LINE}`,
    '',
    ...limits(plan),
    ...inputs(plan),
    '## Before you begin',
    '',
    '- [ ] Drillbook is really down: no run of this runbook is going on (a worker that comes back goes on with it). Look at Temporal, or stop the workers.',
    '- [ ] Nobody else is working on these targets.',
    '- [ ] Each start below is done once. What you can not tell, you look up in Veeam before you do anything again.',
    '',
    '## Targets',
    '',
    ...plan.targets.map(
      ({ id, connection }) =>
        `- **${id}**: ${text(whatIs(plan, id))}, by connection ${text(connection)}`,
    ),
    '',
    '## Steps',
    '',
    ...plan.steps.flatMap((step, index) => stepLines(step, index + 1, plan)),
  ];
  if (plan.always.length > 0) {
    lines.push('## At the end, whatever happened', '');
    lines.push(...plan.always.flatMap((step, index) => stepLines(step, index + 1, plan)));
  }
  lines.push(
    '## Afterwards',
    '',
    '- [ ] Before Drillbook drives these targets again: what was failed over by hand carries no mark of a run. Undo it, or make it permanent, in Veeam first.',
    '- [ ] Keep this paper with the record of the incident.',
    '',
    `Ended (UTC): ${LINE} Signed: ${LINE}`,
  );
  return `${lines.join('\n')}\n`;
}

function limits({ objectives, mode, limits: given }: Plan): string[] {
  const { rtoSeconds, rpoSeconds } = objectives;
  const parts = [
    ...(rtoSeconds === null ? [] : [`recovered within ${duration(rtoSeconds)} (RTO)`]),
    ...(rpoSeconds === null ? [] : [`restore points not older than ${duration(rpoSeconds)} (RPO)`]),
    ...(mode === 'drill' ? [`cleaned up within ${duration(given.cleanupTimeoutSeconds)}`] : []),
  ];
  return parts.length === 0 ? [] : [`Objectives: ${parts.join('; ')}.`, ''];
}

function inputs(plan: Plan): string[] {
  if (plan.inputs.length === 0) return [];
  return [
    '## To be filled in',
    '',
    ...plan.inputs.map(
      ({ name, type, required, description }) =>
        `- ${name} (${type}${required ? '' : ', may be left out'})${description === null ? '' : `, ${text(description)}`}: ${LINE}`,
    ),
    '',
  ];
}

function stepLines(step: PlanStep, number: number, plan: Plan): string[] {
  const title = step.title === null ? '' : `: ${text(step.title)}`;
  return [
    `### ${number}. ${step.id} (${stepSubject(step)})${title}`,
    '',
    ...byHand(step, plan).map((line) => `- [ ] ${text(line)}`),
    '',
    `As Drillbook does it: ${[...describeItems(step, plan), describeLimits(step)].map(text).join('; ')}.`,
    '',
    `Done by: ${LINE} at (UTC): ${LINE} result: ${LINE}`,
    '',
  ];
}

function duration(seconds: number): string {
  return formatElapsed(seconds * 1000);
}

function text(value: string): string {
  return plainText(value).replace(/[\\`*_[\]#|<>~]/g, '\\$&');
}
