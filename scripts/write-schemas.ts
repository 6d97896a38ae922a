/** Writes schema/ from the compiler's tables and the configuration's schema: `npm run schema`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCHEMA_FILES, schemaText } from '../cli/commands/schema.js';

const folder = join(import.meta.dirname, '..', 'schema');

mkdirSync(folder, { recursive: true });
for (const [name, file] of SCHEMA_FILES) writeFileSync(join(folder, file), await schemaText(name));
