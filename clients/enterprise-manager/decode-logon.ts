import { DecodeError } from '../transport/decode-error.js';
import { parseBody } from './body.js';
import {
  child,
  childrenNamed,
  lastGuid,
  links,
  optionalAttribute,
  optionalText,
  requiredAttribute,
  requiredText,
} from './fields.js';
import type { LogonInfo } from './resources.js';

/** @throws DecodeError when it is not a logon session. */
export function decodeLogonSession(body: string): LogonInfo {
  const root = parseBody(body, 'LogonSession');
  const sessionId = lastGuid(requiredText(root, 'SessionId'));
  if (sessionId === null) throw new DecodeError('LogonSession.SessionId is not a guid');
  const types = links(root).flatMap((link) => optionalAttribute(link, 'Type') ?? []);

  return {
    sessionId,
    userName: optionalText(root, 'UserName') ?? '',
    resources: [...new Set(types)],
  };
}

/** The API versions that `GET /api/` names, e.g. `v1_7`. @throws DecodeError for anything else. */
export function decodeApiVersions(body: string): readonly string[] {
  const root = parseBody(body, 'EnterpriseManager');
  const versions = child(root, 'SupportedVersions');
  if (versions === null) throw new DecodeError('EnterpriseManager.SupportedVersions is missing');

  return childrenNamed(versions, 'SupportedVersion').map((item) => requiredAttribute(item, 'Name'));
}
