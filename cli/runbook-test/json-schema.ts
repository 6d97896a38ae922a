import { z } from 'zod';
import { testFileSchema } from './test-schema.js';

/** The JSON Schema of test files, made from the schema that reads them. */
export function testJsonSchema(): object {
  const schema = z.toJSONSchema(testFileSchema, { io: 'input', target: 'draft-7' });
  return {
    ...schema,
    title: 'Tests of a Drillbook runbook (*.test.yaml)',
    patternProperties: { '^x-': {} },
  };
}
