import type { DocNode } from '../document-node.js';
import type { Problems } from '../problems.js';
import { readList, readText } from './scalars.js';

/**
 * Reads `from`: groups or people. Whether they are in the configuration shows when a run is admitted:
 * one runbook may be used with several. In alphabetical order, as theirs means nothing.
 */
export function readPeople(node: DocNode, problems: Problems): readonly string[] {
  const names = readList(node, 'from', problems, (item) =>
    readText(item, 'a group or person', problems),
  );
  if (node.kind === 'list' && node.items.length === 0) {
    const advice = 'Name at least one group or person of the configuration.';
    problems.add('empty-value', node.span, { what: 'The list of people', advice });
  }
  return (names ?? []).map(({ value }) => value).sort();
}
