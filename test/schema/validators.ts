import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { parse } from 'yaml';

const SCHEMAS = new URL('../../schema/', import.meta.url);

/** The text of a committed schema. */
export function committed(file: string): string {
  return readFileSync(new URL(file, SCHEMAS), 'utf8');
}

/** What the committed schema says about a YAML text: its complaints, none for a right one. */
export function validator(file: string): (yaml: string) => readonly string[] {
  const ajv = new Ajv({ allErrors: true, strict: true, strictTypes: false, strictRequired: false });
  const validate = ajv.compile(JSON.parse(committed(file)) as object);
  return (yaml) => {
    const value: unknown = parse(yaml, { merge: true, uniqueKeys: false, logLevel: 'silent' });
    validate(value);
    return (validate.errors ?? []).map(({ instancePath, message = '' }) =>
      `${instancePath} ${message}`.trim(),
    );
  };
}

interface Form {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Form>>;
  readonly [key: string]: unknown;
}

/** The keys of a schema, at any depth, that say nothing to who rests the pointer on them. */
export function undescribed(file: string): readonly string[] {
  const found: string[] = [];
  const look = (form: unknown, path: string): void => {
    if (typeof form !== 'object' || form === null) return;
    if (Array.isArray(form)) {
      for (const inner of form as readonly unknown[]) look(inner, path);
      return;
    }
    const { properties = {}, ...rest } = form as Form;
    for (const [key, inner] of Object.entries(properties)) {
      if (inner.description === undefined) found.push(`${path}${key}`);
      look(inner, `${path}${key}.`);
    }
    for (const inner of Object.values(rest)) look(inner, path);
  };
  look(JSON.parse(committed(file)), '');
  return found;
}
