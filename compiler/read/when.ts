import type { RunScope } from '../../plan/expression-scope.js';
import type { Entry } from '../document-node.js';
import { Problems } from '../problems.js';
import type { RunbookStep, StepUse } from '../runbook.js';
import { readCel } from './cel.js';
import type { StepContext } from './step-context.js';

/**
 * Reads `when`, which is asked once for the whole step, or for each item where it names the item of the
 * step's `foreach`. `context` null: nothing is known of that item, so what may be its name is let pass.
 */
export function readWhen(
  entry: Entry | undefined,
  scope: RunScope,
  context: StepContext | null,
  uses: StepUse[],
  problems: Problems,
): RunbookStep['when'] {
  if (entry === undefined) return null;
  const read = (seen: RunScope, named: StepUse[], found: Problems) =>
    readCel(entry.value, ['boolean', 'any'], { what: 'when', scope: seen, uses: named }, found);
  // A variable of a macro may have the item's name: only what is not right without the item is of it.
  const [named, wrong]: [StepUse[], Problems] = [[], new Problems()];
  const ofStep = read(scope, named, wrong);
  if (ofStep !== null) {
    uses.push(...named);
    return { value: ofStep.cel, span: entry.keySpan, isOfItem: false };
  }
  if (context === null) return null;
  if (context.foreach === null) {
    problems.addAll(wrong);
    return null;
  }
  const ofItem = read(context.scope, uses, problems);
  return ofItem && { value: ofItem.cel, span: entry.keySpan, isOfItem: true };
}
