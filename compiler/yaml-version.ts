import type { Problems } from './problems.js';
import { explainYaml, OLD_VERSION } from './yaml-advice.js';

/** A token of the YAML library's syntax tree, as far as directives go. */
interface Token {
  readonly type: string;
  readonly offset: number;
  readonly source?: string;
}

/** Refuses YAML 1.1, which the library knows as well: there `yes`, `NO` and `on` are booleans, and 010 is 8. */
export function checkVersion(version: string, tokens: readonly Token[], problems: Problems): void {
  if (version === '1.2') return;
  for (const { type, offset, source = '' } of tokens) {
    const before = type === 'directive' ? /^%YAML[ \t]+(?=1\.1)/.exec(source) : null;
    if (before === null) continue;
    const { problem, advice } = explainYaml(OLD_VERSION, '');
    const start = offset + before[0].length;
    problems.add('yaml-syntax', { start, end: start + '1.1'.length }, { problem, advice });
    return;
  }
}
