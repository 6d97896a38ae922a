import { describe, expect, it } from '@jest/globals';
import { MESSAGES } from '../../compiler/messages.js';
import { STEP_OUTPUTS } from '../../plan/step-output.js';
import { read } from './documents.js';

const page = read('docs/runbook-format.md').text;
const verbs = Object.entries(STEP_OUTPUTS);

describe('docs/runbook-format.md', () => {
  it.each(verbs)('has a section on %s', (verb) => {
    expect(page).toMatch(new RegExp(`^### ${verb}\\b`, 'm'));
  });

  it.each(verbs.filter(([, output]) => Object.keys(output).length > 0))(
    'names what %s leaves, and nothing else',
    (verb, output) => {
      const row = page
        .split('\n')
        .find((line) => new RegExp(`^\\| \`${verb}\` +\\| \`\\w+\`[ ,]`).test(line));
      const cell = row?.split('|')[2]?.replace(/\([^)]*\)/g, '') ?? '';

      const named = [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name);
      expect(named.sort()).toEqual(Object.keys(output).sort());
    },
  );

  it('speaks only of codes that there are', () => {
    const codes = [...page.matchAll(/\(`([a-z]+(?:-[a-z]+)+)`\)/g)].map(([, code]) => code);

    expect(codes.filter((code) => code !== undefined && !Object.hasOwn(MESSAGES, code))).toEqual(
      [],
    );
  });
});
