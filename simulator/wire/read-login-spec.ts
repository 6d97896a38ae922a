import { readJsonBody } from './body-fields.js';
import { HttpProblem } from './http-problem.js';
import { bodyType } from './media-type.js';
import { readXmlBody } from './xml-body.js';

/** How a tenant logs on. */
export interface LoginSpec {
  /** Null: TenantCredentials; else those of a VMware Cloud Director organization. */
  readonly organization: string | null;
  readonly login: string;
  readonly password: string;
}

const FORMS = [
  { name: 'TenantCredentials', members: ['Username', 'Password'] },
  { name: 'VCloudOrganizationCredentials', members: ['OrganizationName', 'Login', 'Password'] },
] as const;

/** Reads the body of a tenant's logon. Throws HttpProblem 400 for any other. */
export function readLoginSpec(body: string, contentType: string | undefined): LoginSpec {
  const isJson = bodyType(contentType) === 'json';
  const [name, values] = isJson ? jsonForm(body) : xmlForm(body);
  // JSON members are read without regard to case, as .NET's serializers do.
  const key = (text: string): string => (isJson ? text.toLowerCase() : text);
  const form = FORMS.find((candidate) => key(candidate.name) === key(name));
  if (form === undefined) {
    const known = FORMS.map((candidate) => candidate.name).join(', ');
    throw bad(`LoginSpec holds "${name}"; allowed: ${known}.`);
  }
  const byKey = new Map([...values].map(([member, value]) => [key(member), value]));
  for (const member of form.members) {
    if (!byKey.has(key(member))) throw bad(`${form.name} has no ${member}.`);
  }
  return {
    organization: byKey.get(key('OrganizationName')) ?? null,
    login: byKey.get(key('Login')) ?? byKey.get(key('Username')) ?? '',
    password: byKey.get(key('Password')) ?? '',
  };
}

type Form = readonly [string, ReadonlyMap<string, string>];

function xmlForm(body: string): Form {
  const [form] = readXmlBody(body, 'LoginSpec').children;
  if (form === undefined) throw bad('LoginSpec is empty.');
  return [form.name, new Map(form.children.map(({ name, text }) => [name, text]))];
}

function jsonForm(body: string): Form {
  const [entry] = Object.entries(readJsonBody(body));
  const [form, values] = entry ?? ['', null];
  if (typeof values !== 'object' || values === null) throw bad('LoginSpec is empty.');
  return [form, new Map(Object.entries(values).map(([name, value]) => [name, String(value)]))];
}

function bad(message: string): HttpProblem {
  return new HttpProblem(400, message);
}
