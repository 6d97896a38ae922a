import type { ModeChange } from '../../plan/plan-change.js';
import { describeChange } from './describe-change.js';
import { palette } from './palette.js';
import { plainText } from './plain-text.js';

/** Two runbooks as they were named. */
export interface DiffNames {
  readonly before: string;
  readonly after: string;
}

/** What has changed between two runbooks, for a person: what may hurt stands first and says why. */
export function renderDiff(
  changes: readonly ModeChange[],
  { before, after }: DiffNames,
  options: { readonly colour: boolean },
): string {
  const colours = palette(options.colour);
  const head = `${plainText(before)} -> ${plainText(after)}`;
  if (changes.length === 0) return `${head}: no change in meaning\n`;
  const dangerous = changes.filter(({ danger }) => danger !== null);
  const others = changes.filter(({ danger }) => danger === null);
  const lines = [`${head}: ${count(changes.length, 'change')}`];
  if (dangerous.length > 0) {
    lines.push('', colours.bold('Look twice'));
    for (const change of dangerous) {
      lines.push(`  ${describeChange(change)}`, colours.yellow(`      ${change.danger ?? ''}`));
    }
  }
  if (others.length > 0) {
    lines.push('', colours.bold(dangerous.length > 0 ? 'Others' : 'Changes'));
    lines.push(...others.map((change) => `  ${describeChange(change)}`));
  }
  return `${lines.join('\n')}\n`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
