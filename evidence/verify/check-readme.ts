import { READ_ME } from '../collect/read-me.js';
import type { Content } from '../container/entry.js';

/** Whether `readme.txt` is the one of this version; `none`: there is none. */
export type ReadMe = 'same' | 'other' | 'none';

/** Another one need not be wrong: each version has words of its own. But it tells people what to do. */
export function checkReadMe(contents: ReadonlyMap<string, Content>): ReadMe {
  const found = contents.get('readme.txt')?.bytes;
  if (found === undefined) return 'none';
  return found.equals(Buffer.from(READ_ME)) ? 'same' : 'other';
}
