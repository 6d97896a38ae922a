import type { EmRequest } from '../http/request.js';

import type { Console } from './console.js';
import { consoleReply, type ConsoleReply } from './console-reply.js';
import type { TokenPair } from './tokens.js';

const WRONG =
  'Cannot complete login due to incorrect username or password, or no sufficient rights.';

/** POST /token: its errors have the form of OAuth, and are all 400 [vendor]. */
export function answerToken(console: Console, request: EmRequest): ConsoleReply {
  const form = new URLSearchParams(request.body);
  const isForm = /^application\/x-www-form-urlencoded/i.test(request.headers['content-type'] ?? '');
  if (!isForm) return oauthError('invalid_request', 'The body must be a form, URL-encoded.');
  switch (form.get('grant_type')?.toLowerCase()) {
    case undefined:
    case '':
      return oauthError('invalid_request', 'grant_type is missing.');
    case 'password': {
      const [name, password] = [form.get('username') ?? '', form.get('password') ?? ''];
      const readOnly = form.get('read_only')?.toLowerCase() === 'true';
      const pair = console.tokens.logOn(name, password, readOnly);
      return pair === null ? oauthError('invalid_request', WRONG) : granted(console, pair);
    }
    case 'refresh_token': {
      const pair = console.tokens.refresh(form.get('refresh_token') ?? '');
      return pair === null
        ? oauthError('invalid_grant', 'The refresh token is unknown, used or expired.')
        : granted(console, pair);
    }
    default:
      return oauthError('unsupported_grant_type', 'The simulator has password and refresh_token.');
  }
}

function granted({ spec }: Console, { access, refresh }: TokenPair): ConsoleReply {
  return consoleReply(200, {
    access_token: access,
    token_type: 'bearer',
    refresh_token: refresh,
    mfa_token: null,
    encrypted_code: null,
    expires_in: Math.round(spec.tokenLife / 1000),
  });
}

function oauthError(error: string, description: string): ConsoleReply {
  return consoleReply(400, { error, error_description: description, error_uri: null });
}
