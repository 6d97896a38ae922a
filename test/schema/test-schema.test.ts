import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { schemaText } from '../../cli/commands/schema.js';
import { STARTER_TEST } from '../../cli/init/starter-test.js';
import { committed, validator } from './validators.js';

const FILE = 'runbook-test.schema.json';
const complaints = validator(FILE);
const RUNBOOKS = new URL('../../runbooks/', import.meta.url);
const HEAD = 'apiVersion: drillbook-test/v1\n';

describe('schema/runbook-test.schema.json', () => {
  it('is what `npm run schema` makes of the schema that reads tests', async () => {
    expect(committed(FILE)).toBe(await schemaText('test'));
  });

  it.each(readdirSync(RUNBOOKS).filter((name) => name.endsWith('.test.yaml')))(
    'takes the shipped tests %s',
    (name) => {
      expect(complaints(readFileSync(new URL(name, RUNBOOKS), 'utf8'))).toEqual([]);
    },
  );

  it('takes what init writes, and free keys', () => {
    expect(complaints(STARTER_TEST)).toEqual([]);
    expect(complaints(`${HEAD}x-m: { a: 1 }\ntests: [{ name: a, outcome: failed }]`)).toEqual([]);
  });

  it.each([
    ['no test', `${HEAD}tests: []`],
    ['an unknown key', `${HEAD}tests: [{ name: a, outcom: failed }]`],
    ['an outcome that there is not', `${HEAD}tests: [{ name: a, outcome: fine }]`],
    ['a duration that is none', `${HEAD}tests: [{ name: a, waits: { b: soon } }]`],
    ['another version', 'apiVersion: drillbook/v1\ntests: [{ name: a, outcome: failed }]'],
  ])('refuses %s', (_what, text) => {
    expect(complaints(text)).not.toEqual([]);
  });
});
