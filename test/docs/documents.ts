import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A document for people; `name` is its path from the root. */
export interface Document {
  readonly name: string;
  readonly text: string;
}

/** Every document at the root and below docs/. */
export function documents(): readonly Document[] {
  const atRoot = readdirSync(ROOT).filter((name) => name.endsWith('.md'));
  const below = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name));
  return [...atRoot, ...below].map(read);
}

export function read(name: string): Document {
  return { name: relative(ROOT, join(ROOT, name)), text: readFileSync(join(ROOT, name), 'utf8') };
}

/** What stands in the fence after the comment `<!-- mark -->`. Throws where there is none. */
export function fenceAfter({ name, text }: Document, mark: string): string {
  const found = text.split(`<!-- ${mark} -->`)[1];
  const body = /^\s*```\w*\n([\s\S]*?)```/.exec(found ?? '')?.[1];
  if (body === undefined) throw new Error(`${name} has no fence after <!-- ${mark} -->`);
  return body;
}

/** The text without what stands in fences and between backticks: examples are no links. */
export function withoutCode(text: string): string {
  return text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');
}
