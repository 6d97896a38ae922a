import { element } from '../wire/element.js';

import { text, uidOf, type Row } from './row.js';
import { link } from './site.js';
import type { View } from './view.js';

export function backupServerRows(view: View): readonly Row[] {
  return view.world.backupServers.map(({ id, name }) => ({
    type: 'BackupServer',
    id,
    name,
    path: `/backupServers/${id}`,
    up: () => [],
    fields: () => ({ UID: text(uidOf('BackupServer', id)), Name: text(name) }),
    entityLinks: () => [link('Collect', view.site.href(`/backupServers/${id}?action=collect`))],
    content: () => [element('Description', ''), element('Port', 9392)],
  }));
}
