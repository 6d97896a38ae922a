import { sendHttp } from '../../clients/http-request.js';
import { Redactor } from '../../clients/transport/redact.js';
import type { Config, HttpConnection } from '../../config/config.js';
import { resolveHttpHeaders } from '../../config/http-headers.js';
import type { Io } from '../io.js';
import { bad, good, wordsOf, type Finding } from './finding.js';

const LIMIT_SECONDS = 10;

/** Asks the url of an http connection once, with its credentials: any answer but a refusal will do. */
export async function lookAtHttp(
  connection: HttpConnection,
  { folder }: Config,
  { env }: Pick<Io, 'env'>,
): Promise<Finding[]> {
  const what = `connection ${connection.name}`;
  try {
    const { headers, secrets } = await resolveHttpHeaders(connection, { env, folder });
    const reply = await sendHttp(
      { method: 'GET', url: new URL(connection.url), headers, body: null },
      {
        tls: connection.tls,
        limitSeconds: Math.min(LIMIT_SECONDS, connection.requestTimeoutSeconds),
        redactor: new Redactor(secrets),
      },
    );
    if (reply.kind === 'none') return [bad(what, reply.seen, 'check url, TLS and the network')];
    const seen = `${connection.url} answers ${reply.status}`;
    if (reply.status === 401 || reply.status === 403) {
      return [bad(what, seen, 'check its credentials; or this very path is not for them')];
    }
    return [good(what, seen)];
  } catch (error) {
    return [bad(what, wordsOf(error), 'the worker needs it too, in its own environment')];
  }
}
