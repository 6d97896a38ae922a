import { DecodeError } from '../transport/decode-error.js';
import { parseBody } from './body.js';
import {
  child,
  entriesNamed,
  links,
  optionalAttribute,
  optionalText,
  requiredAttribute,
  requiredGuid,
  requiredText,
} from './fields.js';
import type { LogonInfo } from './resources.js';

/** @throws DecodeError when it is not a logon session. */
export function decodeLogonSession(body: string): LogonInfo {
  const root = parseBody(body, 'LogonSession');
  const types = links(root).flatMap((link) => optionalAttribute(link, 'Type') ?? []);

  return {
    sessionId: requiredGuid(requiredText(root, 'SessionId'), 'LogonSession.SessionId'),
    userName: optionalText(root, 'UserName') ?? '',
    resources: [...new Set(types)],
  };
}

/** The API versions that `GET /api/` names, e.g. `v1_7`. @throws DecodeError for anything else. */
export function decodeApiVersions(body: string): readonly string[] {
  const root = parseBody(body, 'EnterpriseManager');
  const versions = child(root, 'SupportedVersions');
  if (versions === null) throw new DecodeError('EnterpriseManager.SupportedVersions is missing');

  return entriesNamed(versions, ['SupportedVersion']).map((item) =>
    requiredAttribute(item, 'Name'),
  );
}
