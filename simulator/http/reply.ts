import type { Element } from '../wire/element.js';
import { errorElement, HttpProblem } from '../wire/http-problem.js';
import { acceptedType, type MediaType } from '../wire/media-type.js';
import { writeJson } from '../wire/write-json.js';
import { writeXml } from '../wire/write-xml.js';

import { dispatch } from './dispatch.js';
import type { Manager } from './manager.js';
import type { EmRequest } from './request.js';
import type { WrittenReply } from './written-reply.js';

/** An answer that still knows its document, so that a fault can change it. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly document: Element | null;
  readonly type: MediaType;
}

/** Acts on a request and gives the answer; a refusal is an Error document. */
export function reply(manager: Manager, request: EmRequest): Reply {
  const type = acceptedType(request.headers.accept);
  try {
    const { status, headers, body } = dispatch(manager, request);
    return { status, headers, document: body, type };
  } catch (error) {
    return problemReply(error, type);
  }
}

/** The Error document of whatever was thrown. */
export function problemReply(error: unknown, type: MediaType): Reply {
  const problem =
    error instanceof HttpProblem
      ? error
      : new HttpProblem(500, `A mistake of the simulator: ${String(error)}`);
  return {
    status: problem.status,
    headers: problem.headers,
    document: errorElement(problem.status, problem.message),
    type: problem.alwaysJson ? 'json' : type,
  };
}

export function writeReply(one: Reply, casing: 'pascal' | 'camel'): WrittenReply {
  if (one.document === null) return { status: one.status, headers: one.headers, text: '' };
  const text = one.type === 'json' ? writeJson(one.document, casing) : writeXml(one.document);
  const contentType = `application/${one.type}; charset=utf-8`;
  return { status: one.status, headers: { ...one.headers, 'Content-Type': contentType }, text };
}
