import * as fs from 'node:fs/promises';
import { errorCode } from '../config/error-code.js';

/** What exFAT and many shares answer, which have no hard links. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

export interface Draft {
  readonly path: string;
  readonly content: string | Uint8Array;
  /** Is cut by the umask. */
  readonly mode: number;
}

/**
 * Gives a written draft its name, which no file may have; the draft stays. Without hard links the name
 * is written itself: a crash may then leave a part.
 *
 * @throws the system's error; EEXIST where a file has the name.
 */
export async function nameDraft(draft: Draft, file: string, link = fs.link): Promise<void> {
  try {
    // Unlike renaming, a link is refused where there is a file already.
    await link(draft.path, file);
  } catch (error) {
    if (!NO_LINKS.has(errorCode(error))) throw error;
    await writeDirectly(draft, file);
  }
}

async function writeDirectly({ content, mode }: Draft, file: string): Promise<void> {
  const handle = await fs.open(file, 'wx', mode);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } catch (error) {
    await fs.rm(file, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}
