import type { Problems } from '../problems.js';
import type { Fields } from './fields.js';
import { readChoice } from './scalars.js';

/** Reads `drill: run`: the step is to act in drills as well. */
export function readInDrill(fields: Fields, problems: Problems): boolean {
  const node = fields.entries.get('drill')?.value;
  return node !== undefined && readChoice(node, 'drill', ['run'], problems) === 'run';
}
