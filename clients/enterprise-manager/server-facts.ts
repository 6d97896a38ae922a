import { isKind } from '../client-error.js';
import type { Caller } from '../transport/caller.js';
import { DecodeError } from '../transport/decode-error.js';
import { serverTimeOf } from '../transport/exchange.js';
import type { CallOptions } from '../transport/options.js';
import { decodeApiVersions } from './decode-logon.js';
import type { SessionCalls } from './session-calls.js';
import type { LogonSession } from './sessions.js';

/** The API versions that the server speaks; needs no logon. */
export async function apiVersions(
  caller: Caller,
  options: CallOptions,
): Promise<readonly string[]> {
  return caller.call(
    {
      operation: 'apiVersions',
      method: 'GET',
      path: '/',
      body: null,
      headers: {},
      mutates: false,
      decode: decodeApiVersions,
    },
    options,
  );
}

/** The server's own clock (its Date header, to the second). */
export async function serverTime(calls: SessionCalls, options: CallOptions): Promise<string> {
  const read = (path: (session: LogonSession) => string): Promise<string> =>
    calls.read(
      {
        operation: 'serverTime',
        path,
        body: null,
        decode: (_body, _session, answer) => {
          const time = serverTimeOf(answer);
          if (time === null) throw new DecodeError('the answer has no Date header');
          return time;
        },
      },
      options,
    );
  try {
    return await read((session) => `/logonSessions/${session.info.sessionId}`);
  } catch (error) {
    // Where the session may not be looked at, its tasks may: any answer has the header.
    if (!isKind(error, 'refused')) throw error;
    return await read(() => '/tasks');
  }
}

/** Whether the role may use the query service; without it, collections are read whole. */
export async function mayQuery(calls: SessionCalls, options: CallOptions): Promise<boolean> {
  const call = { operation: 'mayQuery', path: '/querySvc', body: null, decode: () => true };
  try {
    return await calls.read(call, options);
  } catch (error) {
    if (isKind(error, 'refused')) return false;
    throw error;
  }
}
