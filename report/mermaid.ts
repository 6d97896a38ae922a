import type { Plan, PlanStep } from '../plan/plan.js';
import { plainText } from './terminal/plain-text.js';
import { stepSubject } from './terminal/step-subject.js';

/**
 * The order of a plan's steps as a flowchart for Mermaid. Nodes have names of our own, so that no id of
 * a runbook can be a word of Mermaid (`end` is one); labels are escaped.
 */
export function renderMermaid(plan: Plan): string {
  const names = new Map(
    [...plan.steps, ...plan.always].map(({ id }, index) => [id, `step${index}`]),
  );
  const lines = ['flowchart TD', ...plan.steps.map((step) => `  ${nodeOf(step, names)}`)];
  if (plan.always.length > 0) {
    lines.push('  subgraph always["always, at the end"]');
    lines.push(...plan.always.map((step) => `    ${nodeOf(step, names)}`), '  end');
  }
  for (const { id, needs } of [...plan.steps, ...plan.always]) {
    for (const need of needs) {
      lines.push(`  ${names.get(need) ?? 'unknown'} --> ${names.get(id) ?? 'unknown'}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

function nodeOf(step: PlanStep, names: ReadonlyMap<string, string>): string {
  const words = [step.id, stepSubject(step), ...(step.title === null ? [] : [step.title])];
  return `${names.get(step.id) ?? 'unknown'}["${words.map(escapeLabel).join('<br/>')}"]`;
}

/** Mermaid's entity codes (https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters). */
function escapeLabel(text: string): string {
  return plainText(text).replace(/[^\p{L}\p{N} .,:/()+=_-]/gu, (character) => {
    return `#${character.codePointAt(0) ?? 0};`;
  });
}
