import { endedRunScope, endedRunValues, tellingParts } from '../../plan/ended-run.js';
import { evaluateExpression } from '../../plan/expression.js';
import type { Json } from '../../plan/json.js';
import type { RunRecord } from '../../plan/run-record.js';
import type { RunbookTest } from './runbook-test.js';

const SHOWN = 200;

/** What of a test's expectations the run that is over does not fulfil, a sentence each. */
export function judgeRun(
  { runbook, inputs, outcome, expect }: RunbookTest,
  record: RunRecord,
  veeam: Json,
): readonly string[] {
  const scope = endedRunScope(runbook.plan);
  const values = endedRunValues(scope, { record, inputs, veeam });
  const value = (cel: string): Json => evaluateExpression(cel, values);
  const { run } = record;
  const isOther = outcome !== undefined && run.outcome !== outcome;
  const why = run.message === null ? '' : ` (${run.message})`;
  return [
    ...(isOther ? [`outcome: expected ${outcome}, it is ${run.outcome ?? run.state}${why}`] : []),
    ...expect.flatMap((cel) => {
      try {
        const result = value(cel);
        if (result === true) return [];
        const parts = tellingParts(cel, scope).filter((part) => part !== cel);
        const found = parts.flatMap((part) => tell(part, value));
        if (found.length > 0) return [`${cel}\n${found.map((line) => `  ${line}`).join('\n')}`];
        return [`${cel}\n  it is ${shown(result)}`];
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        return [`${cel}\n  it has no value: ${message}`];
      }
    }),
  ];
}

function tell(part: string, value: (cel: string) => Json): readonly string[] {
  try {
    return [`${part} is ${shown(value(part))}`];
  } catch {
    // A part of a macro alone means nothing.
    return [];
  }
}

function shown(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}...` : text;
}
