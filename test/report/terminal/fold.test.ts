import { describe, expect, it } from '@jest/globals';
import { fold, foldCommand } from '../../../report/terminal/fold.js';
import { alignRows } from '../../../report/terminal/table.js';
import { cut, visibleWidth } from '../../../report/terminal/width.js';

describe('fold', () => {
  it('folds at words, what follows indented', () => {
    expect(fold('  one two three four', 12)).toEqual(['  one two', '    three', '    four']);
  });

  it('breaks a word that is longer than a line, and gives no colour a column', () => {
    expect(fold('x'.repeat(20), 12)).toEqual(['x'.repeat(10), `  ${'x'.repeat(10)}`]);
    expect(fold('\u001b[33mwaiting\u001b[39m ok', 10)).toHaveLength(1);
  });
});

describe('wide letters', () => {
  it('count two columns each, and are never cut in half', () => {
    const folded = fold('経理サーバ '.repeat(4).trim(), 12);

    expect(folded).toEqual(['経理サーバ', '  経理サーバ', '  経理サーバ', '  経理サーバ']);
    expect(cut('経理サーバ', 10)).toBe('経理サーバ');
    expect(cut('経理サーバ', 8)).toBe('経理サ…');
    expect(fold('経'.repeat(9), 10).map(visibleWidth)).toEqual([8, 10, 4]);
  });

  it('do not push what stands beside them', () => {
    const rows = alignRows([
      [{ text: '経理' }, { text: 'ready' }],
      [{ text: 'erp-db' }, { text: 'ready' }],
    ]);

    expect(rows).toEqual(['経理    ready', 'erp-db  ready']);
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

  it("leaves an argument whole that holds an apostrophe as a shell's user writes it", () => {
    const command = "drillbook skip erp-1 --step web --item 'x'\\''y' --reason '...'";

    const lines = foldCommand(command, '  ', 80);

    expect(lines.map((line) => line.trim()).join(' ')).toBe(command);
  });
});
