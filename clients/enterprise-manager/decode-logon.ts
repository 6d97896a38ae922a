import { DecodeError } from './decode-error.js';
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
import { expectRoot } from './root.js';
import { parseXml } from './xml.js';

/** @throws DecodeError when it is not a logon session. */
export function decodeLogonSession(xml: string): LogonInfo {
  const root = expectRoot(parseXml(xml), 'LogonSession');
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
export function decodeApiVersions(xml: string): readonly string[] {
  const root = expectRoot(parseXml(xml), 'EnterpriseManager');
  const versions = child(root, 'SupportedVersions');
  if (versions === null) throw new DecodeError('EnterpriseManager.SupportedVersions is missing');

  return childrenNamed(versions, 'SupportedVersion').map((item) => requiredAttribute(item, 'Name'));
}
