import { isGiven } from './is-given.js';

interface Payload {
  readonly metadata?: Readonly<Record<string, Uint8Array>> | null;
  readonly data?: Uint8Array | null;
}

interface Duration {
  /** A Long; without its library, in some histories, a number. */
  readonly seconds?: { toString(): string } | null;
  readonly nanos?: number | null;
}

/** A payload as text: its JSON; of another encoding, that encoding and base64. */
export function payloadText(payload: Payload | null | undefined): string {
  if (!isGiven(payload)) return '';
  const encoding = utf8(payload.metadata?.['encoding']);
  if (encoding === 'json/plain') return utf8(payload.data);
  return `${encoding}:${Buffer.from(payload.data ?? []).toString('base64')}`;
}

/** Arguments as one JSON text, `[1,{"a":2}]`, if all of them are JSON. */
export function payloadsText(payloads: readonly Payload[] | null | undefined): string {
  return `[${(payloads ?? []).map(payloadText).join(',')}]`;
}

/** Named payloads as one JSON text, in the order of their names. */
export function fieldsText(fields: Readonly<Record<string, Payload>> | null | undefined): string {
  const entries = Object.entries(fields ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, payload]) => `${JSON.stringify(name)}:${payloadText(payload)}`).join(',')}}`;
}

/** null: none, or none of any length. */
export function milliseconds(duration: Duration | null | undefined): number | null {
  if (!isGiven(duration)) return null;
  const total = Number(duration.seconds?.toString() ?? 0) * 1000 + (duration.nanos ?? 0) / 1e6;
  return total === 0 ? null : Math.round(total);
}

function utf8(bytes: Uint8Array | null | undefined): string {
  return Buffer.from(bytes ?? []).toString('utf8');
}
