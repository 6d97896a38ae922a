import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { schemaText } from '../../cli/commands/schema.js';
import { STARTER_RUNBOOK } from '../../cli/init/starter-runbook.js';
import { documentedCodes } from '../compiler/runbook-text.js';
import { committed, undescribed, validator } from './validators.js';

const FILE = 'runbook.schema.json';
const complaints = validator(FILE);
const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

/** What is wrong with the structure: an editor shows it while one writes. All else is the compiler's. */
const CAUGHT: ReadonlySet<string> = new Set([
  'bad-datetime',
  'bad-day',
  'bad-duration',
  'bad-id',
  'bad-tolerance',
  'bad-url',
  'duplicate-item',
  'empty-document',
  'empty-value',
  'exactly-one',
  'key-not-here',
  'key-not-text',
  'missing-key',
  'out-of-range',
  'quote-it',
  'schedule-not-drill',
  'unknown-key',
  'unknown-value',
  'unquoted-expression',
  'wrong-type',
]);

/** No YAML, so nothing to hold against a schema. */
const NO_YAML: ReadonlySet<string> = new Set(['bad-merge', 'unknown-anchor', 'yaml-syntax']);

const documented = documentedCodes();

describe('schema/runbook.schema.json', () => {
  it('is what `npm run schema` makes of the tables', async () => {
    expect(committed(FILE)).toBe(await schemaText('runbook'));
  });

  it('says something about every key', () => {
    expect(undescribed(FILE)).toEqual([]);
  });

  it.each(readdirSync(new URL('../../runbooks/', import.meta.url)).filter((name) => name.endsWith('.yaml') && !name.endsWith('.test.yaml')))(
    'takes the shipped runbook %s',
    (name) => {
      expect(complaints(read(`../../runbooks/${name}`))).toEqual([]);
    },
  );

  it('takes every kind of target, every verb and key, and what init writes', () => {
    expect(complaints(read('../../runbooks/full-site.yaml'))).toEqual([]);
    expect(complaints(read('../compiler/whole-language.yaml'))).toEqual([]);
    expect(complaints(STARTER_RUNBOOK)).toEqual([]);
  });

  it.each(documented.filter(({ right }) => right !== null))(
    'takes the right example of $code',
    ({ right }) => {
      expect(complaints(right ?? '')).toEqual([]);
    },
  );

  it.each(documented.filter(({ code, wrong }) => wrong !== null && !NO_YAML.has(code)))(
    'catches the wrong example of $code only where the structure is wrong',
    ({ code, wrong }) => {
      expect(complaints(wrong ?? '').length > 0).toBe(CAUGHT.has(code));
    },
  );

  it('lists no code that is gone', () => {
    const codes = new Set(documented.map(({ code }) => code));

    expect([...CAUGHT, ...NO_YAML].filter((code) => !codes.has(code))).toEqual([]);
  });
});
