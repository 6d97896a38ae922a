import { deterministicId } from '../deterministic-id.js';
import type { Element } from '../wire/element.js';

import { link } from './site.js';
import type { View } from './view.js';

/** The repository that every replica's metadata is said to be in. */
export const REPOSITORY_NAME = 'Default Backup Repository';

/** A link to a repository, as the vendor's samples have it; the simulator has no repositories. */
export function repositoryLink(view: View): Element {
  const id = deterministicId('repository', REPOSITORY_NAME);
  return link('Up', view.site.href(`/repositories/${id}`), {
    type: 'RepositoryReference',
    name: REPOSITORY_NAME,
  });
}
