import { describe, expect, it } from '@jest/globals';
import { renderMermaid } from '../../report/mermaid.js';
import { compiled } from '../compiler/runbook-text.js';

function chart(excerpt: string): string {
  const { plans, diagnostics } = compiled(excerpt);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  if (plans.live === null) throw new Error('no plan');
  return renderMermaid(plans.live);
}

describe('a flowchart for Mermaid', () => {
  it('has a node for each step and an arrow for each need', () => {
    expect(
      chart(
        'steps:\n  - { id: a, wait: 1s }\n  - { id: end, wait: 1s }\nalways:\n  - { id: z, wait: 1s }\n',
      ),
    ).toBe(`flowchart TD
  step0["a<br/>wait"]
  step1["end<br/>wait"]
  subgraph always["always, at the end"]
    step2["z<br/>wait"]
  end
  step0 --> step1
`);
  });

  it('escapes what could end a label, mean HTML or Markdown, or begin an entity', () => {
    const text = chart(
      `steps:\n  - { id: a, title: '"]; click x <img src=x> \`md\` #35; & 100%', wait: 1s }\n`,
    );

    const [label = ''] = /a<br\/>wait<br\/>[^\n]*/.exec(text) ?? [];
    expect(label.slice('a<br/>wait<br/>'.length, -2)).toBe(
      '#34;#93;#59; click x #60;img src=x#62; #96;md#96; #35;35#59; #38; 100#37;',
    );
  });

  it('keeps letters of any language', () => {
    expect(chart("steps:\n  - { id: a, title: 'Übung 漢字', wait: 1s }\n")).toContain('Übung 漢字');
  });
});
