import { assertNever } from '../assert-never.js';
import type { Reply } from '../http/reply.js';
import type { WrittenReply } from '../http/written-reply.js';
import { element, isChildren, mapElement, type Element } from '../wire/element.js';

import type { BodyFault } from './fault.js';

/** Writes an answer with its body spoiled. An answer without a body stays as it is. */
export function spoil(
  fault: BodyFault,
  reply: Reply,
  write: (reply: Reply) => WrittenReply,
): WrittenReply {
  if (reply.document === null) return write(reply);
  switch (fault.kind) {
    case 'truncated':
      return change(write(reply), (text) => text.slice(0, Math.floor(text.length / 2)));
    case 'malformed':
      return change(write(reply), (text) =>
        reply.type === 'json' ? `${text}}` : `<Unclosed>${text}`,
      );
    case 'wrongType':
      return wrongType(fault.as, reply, write);
    case 'hugeBody':
      return change(write(reply), (text) => pad(text, reply, fault.bytes));
    case 'doctype':
      return change(write(reply), withEntity);
    case 'unknownState':
      return write({ ...reply, document: withValue(reply.document, fault.element, fault.value) });
    default:
      return assertNever(fault);
  }
}

function wrongType(
  as: Extract<BodyFault, { kind: 'wrongType' }>['as'],
  reply: Reply,
  write: (reply: Reply) => WrittenReply,
): WrittenReply {
  switch (as) {
    case 'resource':
      return write({
        ...reply,
        document: element('Credentials', [element('Id', ''), element('Username', 'somebody')]),
      });
    case 'media':
      return write({ ...reply, type: reply.type === 'xml' ? 'json' : 'xml' });
    case 'header': {
      const written = write(reply);
      return { ...written, headers: { ...written.headers, 'Content-Type': 'text/plain' } };
    }
    default:
      return assertNever(as);
  }
}

function change(written: WrittenReply, edit: (text: string) => string): WrittenReply {
  return { ...written, text: edit(written.text) };
}

function pad(text: string, { type }: Reply, bytes: number): string {
  return type === 'json' ? text + ' '.repeat(bytes) : `${text}<!--${'x'.repeat(bytes)}-->`;
}

// Short entities that name each other: a parser that follows them writes out a large text.
function withEntity(text: string): string {
  const many = '&a;'.repeat(10);
  const entities = `<!ENTITY a "aaaaaaaaaa"><!ENTITY b "${many}">`;
  return `<!DOCTYPE Answer [${entities}]>${text.replace(/<\/([^<]*)$/, '<Extra>&b;</Extra></$1')}`;
}

function withValue(document: Element, name: string, value: string): Element {
  return mapElement(document, (one) =>
    one.name === name && !isChildren(one.content) ? { ...one, content: value } : one,
  );
}
