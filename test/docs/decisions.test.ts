import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { read, ROOT } from './documents.js';

const files = readdirSync(join(ROOT, 'docs', 'adr')).filter((name) => name !== 'README.md');

describe('the decision records', () => {
  it('are all listed, in order', () => {
    const listed = [...read('docs/adr/README.md').text.matchAll(/\]\((\d{4}-[\w-]+\.md)\)/g)];

    expect(listed.map(([, file]) => file)).toEqual([...files].sort());
  });

  it.each(files)('%s says what was decided, what follows and what would change it', (file) => {
    const { text } = read(join('docs', 'adr', file));

    const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);

    expect(headings).toEqual(['Context', 'Decision', 'Consequences', 'What would change it']);
  });
});

describe('docs/adr/0007-libraries.md', () => {
  it('names every package that the product or its checks depend on', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json').text) as Record<
      'dependencies' | 'devDependencies',
      Record<string, string>
    >;
    const { text } = read('docs/adr/0007-libraries.md');

    const unnamed = Object.keys({ ...dependencies, ...devDependencies }).filter(
      (name) => !text.includes(`\`${name}\``),
    );

    expect(unnamed).toEqual([]);
  });
});
