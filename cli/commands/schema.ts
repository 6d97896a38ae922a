import { EXIT, type ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';

export type SchemaName = 'runbook' | 'config' | 'test';

/** The schemas, and the files of schema/ that hold them. */
export const SCHEMA_FILES: readonly (readonly [SchemaName, string])[] = [
  ['runbook', 'runbook.schema.json'],
  ['config', 'temporal.config.schema.json'],
  ['test', 'runbook-test.schema.json'],
];

/** Prints a JSON Schema for editors: that of runbooks, of the configuration, or of tests. */
export async function schema(args: { readonly name: SchemaName }, io: Io): Promise<ExitCode> {
  io.stdout.write(await schemaText(args.name));
  return EXIT.done;
}

/** The text of a file of schema/. */
export async function schemaText(name: SchemaName): Promise<string> {
  switch (name) {
    case 'runbook': {
      const { runbookSchema } = await import('../../compiler/runbook-schema.js');
      return toText(runbookSchema());
    }
    case 'config': {
      const { configJsonSchema } = await import('../../config/json-schema.js');
      return toText(configJsonSchema());
    }
    case 'test': {
      const { testJsonSchema } = await import('../runbook-test/json-schema.js');
      return toText(testJsonSchema());
    }
  }
}

function toText(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
