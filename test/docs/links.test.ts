import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { documents, read, ROOT, withoutCode, type Document } from './documents.js';

const all = documents();

describe('links', () => {
  it.each(all.map((one) => [one.name, one] as const))('of %s all lead somewhere', (_name, one) => {
    const broken = linksOf(one).filter((link) => !leadsSomewhere(one, link));

    expect(broken).toEqual([]);
  });

  it('are looked at where there are some', () => {
    const readme = read('README.md');

    expect(linksOf(readme)).toContain('docs/once.md');
    expect(leadsSomewhere(readme, 'docs/not-there.md')).toBe(false);
    expect(leadsSomewhere(readme, '#not-there')).toBe(false);
  });
});

describe('files that are named', () => {
  it.each(all.map((one) => [one.name, one] as const))('in %s are there', (_name, one) => {
    const missing = filesNamedIn(one.text).filter((file) => !existsSync(join(ROOT, file)));

    expect(missing).toEqual([]);
  });

  it('are found in the text', () => {
    expect(filesNamedIn('see `workflows/once.ts`, docs/adr/README.md.')).toEqual([
      'workflows/once.ts',
      'docs/adr/README.md',
    ]);
  });
});

function linksOf({ text }: Document): readonly string[] {
  const links = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link ?? '');
  return links.filter((link) => !/^https?:/.test(link));
}

function leadsSomewhere({ name }: Document, link: string): boolean {
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? name : join(dirname(name), file);
  if (!existsSync(join(ROOT, target))) return false;
  return anchor === undefined || anchorsOf(read(target)).includes(anchor);
}

/** Headings as the usual renderers of Markdown name them. */
function anchorsOf({ text }: Document): readonly string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    (heading ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );
}

const FOLDERS =
  'plan|compiler|workflows|activities|clients|config|worker|cli|report|simulator|runbooks|scripts|test|docs';

/** Paths from the root; capitals (`steps/VERB.ts`) stand for a name that is to be filled in. */
function filesNamedIn(text: string): readonly string[] {
  const path = new RegExp(
    `(?<![\\w./-])(?:${FOLDERS})/[\\w./-]*\\.(?:ts|mjs|md|yaml|json|txt)\\b`,
    'g',
  );
  const found = [...text.matchAll(path)].map(([file]) => file);
  return found.filter((file) => !/\b(?:VERB|CODE|VERSION|RUN)\b/.test(file));
}
