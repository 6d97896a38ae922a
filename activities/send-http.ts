import { CallLog } from './call-log.js';
import type { Dependencies } from './dependencies.js';
import type { HttpInput, SendHttpResult } from './http-contract.js';
import { answered, exchange, type Exchange } from './http-exchange.js';
import { Pulse } from './pulse.js';
import { whyNotToSend } from './why-not-to-send.js';

type Result<T = SendHttpResult> = T extends SendHttpResult ? Omit<T, 'calls'> : never;

/**
 * Sends a request that changes something, once, and says what became of it. It never throws for
 * what a server does. Nothing can tell afterwards whether a lost one was acted upon.
 */
export async function sendHttpRequest(
  dependencies: Dependencies,
  input: HttpInput,
): Promise<SendHttpResult> {
  const log = new CallLog();
  const pulse = new Pulse();
  const progress = { mayHaveActed: false };
  try {
    const reason = whyNotToSend(dependencies, pulse);
    if (reason !== null) {
      return { ...refused(`${reason}; nothing was sent`, true, 1), calls: log.calls };
    }
    // From here on no cancel signal is looked at: a mutation on its way is never cut.
    const made = await exchange(dependencies, input.request, {
      limitSeconds: input.limitSeconds,
      onSending: () => {
        progress.mayHaveActed = true;
      },
    });
    log.add(made.reply.call);
    return { ...judge(made, input), calls: log.calls };
  } catch (error) {
    // What a server does is no error here: a wrong address or a missing secret is.
    const message = error instanceof Error ? error.message : 'no reason given';
    const result: Result = progress.mayHaveActed
      ? { kind: 'unclear', message, retryAfterSeconds: null, output: null }
      : refused(`nothing was sent: ${message}`, false, null);
    return { ...result, calls: log.calls };
  } finally {
    pulse.stop();
  }
}

function judge(made: Exchange, input: HttpInput): Result {
  const { reply, what } = made;
  if (reply.kind === 'none') {
    const message = `${what}: ${reply.seen}`;
    return reply.proves === 'not-sent'
      ? refused(message, true, null)
      : { kind: 'unclear', message, retryAfterSeconds: null, output: null };
  }
  const result = answered({ ...made, reply }, input);
  if (result.held) return { kind: 'answered', ...result };
  const message = `${what}: ${result.seen}`;
  const { retryAfterSeconds } = reply;
  switch (reply.proves) {
    case 'throttled':
      return refused(message, true, retryAfterSeconds);
    case 'session-lost':
    case 'refused':
    case 'unauthorized':
      return { ...refused(message, false, null), output: result.output };
    case 'unclear':
      return { kind: 'unclear', message, retryAfterSeconds, output: result.output };
    case null:
    case 'undecodable':
    case 'not-sent':
    case 'task-lost':
      // An answer from 200 to 399: the server did something, if not what was expected.
      return { kind: 'answered', ...result };
  }
}

function refused(message: string, resend: boolean, retryAfterSeconds: number | null) {
  return { kind: 'refused', resend, retryAfterSeconds, message, output: null } as const;
}
