import { bareList, element, listElement, type Element } from '../wire/element.js';

import { link, type Site } from './site.js';

/** The API versions of products 12 to 13 (v1_5 and v1_6 are deprecated). */
export const API_VERSIONS: readonly string[] = ['v1_5', 'v1_6', 'v1_7'];

/** The API's root, which anybody may read. */
export function enterpriseManagerElement(site: Site): Element {
  return element('EnterpriseManager', [
    bareList('Links', [
      link('Down', site.href('/logonSessions'), { type: 'LogonSessionList' }),
      link('Create', site.href('/sessionMngr/?v=latest'), { type: 'LogonSession' }),
    ]),
    listElement(
      'SupportedVersions',
      'SupportedVersions',
      API_VERSIONS.map((version) =>
        element(
          'SupportedVersion',
          [
            bareList('Links', [
              link('Create', site.href(`/sessionMngr/?v=${version}`), { type: 'LogonSession' }),
            ]),
          ],
          { Name: version },
        ),
      ),
    ),
  ]);
}
