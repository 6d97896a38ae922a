import { describe, expect, it } from '@jest/globals';
import { drawGraph } from '../../../report/terminal/draw-graph.js';

const step = (id: string, ...needs: string[]) => ({ id, needs });

describe('the order of steps as text', () => {
  it('is one column where each step follows the one above', () => {
    expect(drawGraph([step('a'), step('b', 'a'), step('c', 'b')])).toEqual(['a', 'b', 'c']);
  });

  it('has a branch for each of several that begin together', () => {
    const steps = [
      step('a'),
      step('b', 'a'),
      step('c', 'a'),
      step('d', 'c'),
      step('e', 'd'),
      step('f', 'd'),
    ];

    expect(drawGraph(steps)).toEqual(['a', '├─ b', '└─ c', '   d', '   ├─ e', '   └─ f']);
  });

  it('names what a step needs besides the one above it', () => {
    const steps = [step('a'), step('b', 'a'), step('c', 'a'), step('d', 'b', 'c')];

    expect(drawGraph(steps)).toEqual(['a', '├─ b', '└─ c', '   d  (and after b)']);
  });

  it('shows steps that begin at once beside each other', () => {
    expect(drawGraph([step('a'), step('b'), step('c', 'a')])).toEqual(['├─ a', '│  c', '└─ b']);
  });

  it('draws a chain of thousands', () => {
    const chain = Array.from({ length: 5000 }, (_, at) =>
      at === 0 ? step('s0') : step(`s${at}`, `s${at - 1}`),
    );

    expect(drawGraph(chain)).toHaveLength(5000);
  });
});
