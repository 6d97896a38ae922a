import { mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Draft, nameDraft } from '../../worker/name-draft.js';

let folder: string;
let draft: Draft;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drillbook-draft-'));
  draft = { path: join(folder, 'draft'), content: 'whole', mode: 0o600 };
  await writeFile(draft.path, draft.content);
});

function noLinks(code: string): () => Promise<void> {
  return () => Promise.reject(Object.assign(new Error(code), { code }));
}

describe('a draft on a file system without hard links', () => {
  it.each(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])('gets its name (%s)', async (code) => {
    const file = join(folder, 'file');

    await nameDraft(draft, file, noLinks(code));

    expect(await readFile(file, 'utf8')).toBe('whole');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('does not take a name that a file has', async () => {
    const file = join(folder, 'file');
    await writeFile(file, 'theirs');

    await expect(nameDraft(draft, file, noLinks('EPERM'))).rejects.toMatchObject({
      code: 'EEXIST',
    });
    expect(await readFile(file, 'utf8')).toBe('theirs');
  });
});
