import { describe, expect, it } from '@jest/globals';
import { fold, foldCommand } from '../../../report/terminal/fold.js';

describe('fold', () => {
  it('folds at words, what follows indented', () => {
    expect(fold('  one two three four', 12)).toEqual(['  one two', '    three', '    four']);
  });

  it('breaks a word that is longer than a line, and gives no colour a column', () => {
    expect(fold('x'.repeat(20), 12)).toEqual(['x'.repeat(10), `  ${'x'.repeat(10)}`]);
    expect(fold('\u001b[33mwaiting\u001b[39m ok', 10)).toHaveLength(1);
  });
});

describe('foldCommand', () => {
  it('keeps an option with its value, and a quoted value whole', () => {
    const command = "drillbook skip erp-1 --step web --item 'south east' --reason '...'";

    const lines = foldCommand(command, '  ', 40);

    expect(lines).toEqual([
      '  drillbook skip erp-1 --step web \\',
      "    --item 'south east' --reason '...'",
    ]);
  });
});
