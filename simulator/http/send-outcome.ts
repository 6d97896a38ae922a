import type { ServerResponse } from 'node:http';

import { assertNever } from '../assert-never.js';
import type { Outcome } from '../faults/apply-fault.js';

import type { WrittenReply } from './written-reply.js';

/** Sends what came of a request, or breaks the connection. `now` is the server's clock. */
export function sendOutcome(outgoing: ServerResponse, outcome: Outcome, now: number): void {
  const date = new Date(now).toUTCString();
  switch (outcome.kind) {
    case 'send':
      writeHead(outgoing, outcome.reply, date);
      outgoing.end(outcome.reply.text);
      return;
    case 'sendHalf': {
      const bytes = Buffer.from(outcome.reply.text, 'utf8');
      writeHead(outgoing, outcome.reply, date);
      outgoing.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => outgoing.destroy());
      return;
    }
    case 'destroy':
      outgoing.destroy();
      return;
    default:
      assertNever(outcome);
  }
}

function writeHead(
  outgoing: ServerResponse,
  { status, headers, text }: WrittenReply,
  date: string,
): void {
  outgoing.sendDate = false;
  outgoing.writeHead(status, {
    Date: date,
    ...(status === 204 ? {} : { 'Content-Length': Buffer.byteLength(text, 'utf8') }),
    ...headers,
  });
}
