import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '../samples');

/** A payload from the vendor's documents or from production code, byte for byte. */
export function sample(name: string): string {
  return readFileSync(join(FOLDER, name), 'utf8');
}
