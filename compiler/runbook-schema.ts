import type { JsonSchema } from './keys/json-schema.js';
import { RUNBOOK, STEP } from './keys/runbook-keys.js';

/**
 * The JSON Schema of a runbook, made from the tables that the readers use: for completion and hover in an
 * editor. It knows the structure; names, types of expressions and what goes together the compiler alone.
 */
export function runbookSchema(): JsonSchema {
  const properties = Object.entries(RUNBOOK.properties ?? {}).map(
    ([key, form]): [string, JsonSchema] => [
      key,
      form.items === STEP ? { ...form, items: { $ref: '#/definitions/step' } } : form,
    ],
  );
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Drillbook runbook (drillbook/v1)',
    ...RUNBOOK,
    properties: Object.fromEntries(properties),
    definitions: { step: STEP },
  };
}
