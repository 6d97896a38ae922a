import { describe, expect, it } from '@jest/globals';
import { fit, redrawnBlock } from '../../../cli/follow/redraw.js';

describe('redrawnBlock', () => {
  it('goes up by what it drew before', () => {
    const written: string[] = [];
    const block = redrawnBlock({ write: (text) => void written.push(text) });

    block.draw(['one', 'two'], 80);
    block.draw(['three'], 80);

    expect(written).toEqual(['one\ntwo\n', '\r\u001b[2A\u001b[0Jthree\n']);
  });

  it('leaves nothing behind when it is cleared', () => {
    const written: string[] = [];
    const block = redrawnBlock({ write: (text) => void written.push(text) });

    block.draw(['one'], 80);
    block.clear();
    block.clear();

    expect(written.at(-1)).toBe('\r\u001b[1A\u001b[0J');
    expect(written).toHaveLength(2);
  });
});

describe('fit', () => {
  it('cuts a line that would wrap', () => {
    expect(fit('abcdefgh', 5)).toBe('abcd…');
  });

  it('does not count colours, and ends them where it cuts', () => {
    expect(fit('\u001b[31mabc\u001b[39m', 5)).toBe('\u001b[31mabc\u001b[39m');
    expect(fit('\u001b[31mabcdefgh\u001b[39m', 5)).toBe('\u001b[31mabcd…\u001b[0m');
  });
});
