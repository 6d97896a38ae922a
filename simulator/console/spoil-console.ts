import { assertNever } from '../assert-never.js';
import type { BodyFault } from '../faults/fault.js';
import type { WrittenReply } from '../http/written-reply.js';

import { writeConsoleReply, type ConsoleReply } from './console-reply.js';
import type { Json } from './json.js';

/** Writes an answer with its body spoiled. An answer without a body stays as it is. */
export function spoilConsole(fault: BodyFault, reply: ConsoleReply): WrittenReply {
  const written = writeConsoleReply(reply);
  if (reply.body === null) return written;
  const { text, headers } = written;
  switch (fault.kind) {
    case 'truncated':
      return { ...written, text: text.slice(0, Math.floor(text.length / 2)) };
    case 'malformed':
      return { ...written, text: `${text}}` };
    case 'wrongType':
      return wrongType(fault.as, written);
    case 'hugeBody':
      return { ...written, text: text + ' '.repeat(fault.bytes) };
    // JSON has nothing of the kind: an XML document with one comes instead.
    case 'doctype':
      return {
        ...written,
        headers: { ...headers, 'Content-Type': 'application/xml' },
        text: '<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>',
      };
    case 'unknownState': {
      // The default is Enterprise Manager's name for it.
      const name = fault.element === 'State' ? 'status' : fault.element;
      return writeConsoleReply({ ...reply, body: withValue(reply.body, name, fault.value) });
    }
    default:
      return assertNever(fault);
  }
}

function wrongType(
  as: Extract<BodyFault, { kind: 'wrongType' }>['as'],
  written: WrittenReply,
): WrittenReply {
  switch (as) {
    case 'resource':
      return { ...written, text: '{"data":{"id":1,"tag":"somebody"}}' };
    case 'media':
      return {
        ...written,
        headers: { ...written.headers, 'Content-Type': 'application/xml' },
        text: '<Answer/>',
      };
    case 'header':
      return { ...written, headers: { ...written.headers, 'Content-Type': 'text/plain' } };
    default:
      return assertNever(as);
  }
}

function withValue(value: Json, name: string, replacement: string): Json {
  if (Array.isArray(value)) {
    return (value as readonly Json[]).map((one) => withValue(one, name, replacement));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]: [string, Json]) => [
      key,
      key === name && typeof inner === 'string' ? replacement : withValue(inner, name, replacement),
    ]),
  );
}
