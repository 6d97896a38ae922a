import { describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resolveSecret } from '../../config/resolve-secret.js';
import { inFolder } from './config-folder.js';

const where = 'connections.dr-em.username in temporal.config.yaml';
const fromEnv = { kind: 'env', name: 'EM_USER', where } as const;
const fromFile = { kind: 'file', path: 'em', where } as const;

describe('resolveSecret', () => {
  it('reads an environment variable', async () => {
    const secret = await resolveSecret(fromEnv, { env: { EM_USER: 'admin ' }, folder: '/' });

    expect(secret).toBe('admin ');
  });

  it('names the variable and the key when it is not set', async () => {
    const resolving = resolveSecret(fromEnv, { env: {}, folder: '/' });

    await expect(resolving).rejects.toThrow(
      'environment variable EM_USER is not set ' +
        '(connections.dr-em.username in temporal.config.yaml)',
    );
  });

  it('refuses an empty variable', async () => {
    const resolving = resolveSecret(fromEnv, { env: { EM_USER: '' }, folder: '/' });

    await expect(resolving).rejects.toThrow('environment variable EM_USER is empty');
  });

  it.each([
    ['secret\n', 'secret'],
    ['secret\r\n', 'secret'],
    [' two\nlines\n\n', ' two\nlines\n'],
  ])('cuts one newline off a file: %j', async (content, expected) => {
    const secret = await inFolder(async (folder) => {
      await writeFile(join(folder, 'em'), content);

      return resolveSecret(fromFile, { env: {}, folder });
    });

    expect(secret).toBe(expected);
  });

  it('names the file and the key when it is missing', async () => {
    const resolving = inFolder((folder) => resolveSecret(fromFile, { env: {}, folder }));

    await expect(resolving).rejects.toThrow(
      /the file .*em can't be read: ENOENT \(connections\.dr-em/,
    );
  });

  it('refuses an empty file', async () => {
    const resolving = inFolder(async (folder) => {
      await writeFile(join(folder, 'em'), '\n');

      return resolveSecret(fromFile, { env: {}, folder });
    });

    await expect(resolving).rejects.toThrow(/the file .* is empty/);
  });

  it('gives a literal as it is', async () => {
    const text = await resolveSecret({ kind: 'literal', value: 'admin' }, { env: {}, folder: '/' });

    expect(text).toBe('admin');
  });
});
