import { readFileSync } from 'node:fs';
import type { Compilation, CompileOptions } from '../../compiler/compile.js';
import { compile } from '../../compiler/compile.js';

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');

/** A runbook with every verb and key of the language; it runs parts/network.yaml. */
export const WHOLE_LANGUAGE = read('whole-language.yaml');
export const NETWORK = read('parts/network.yaml');

export const WHOLE_OPTIONS: CompileOptions = {
  file: 'whole-language.yaml',
  mode: null,
  files: (path) => (path === 'parts/network.yaml' ? NETWORK : null),
};

export function compileWhole(source = WHOLE_LANGUAGE): Compilation {
  return compile(source, WHOLE_OPTIONS);
}
