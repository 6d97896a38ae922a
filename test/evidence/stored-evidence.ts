import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Content } from '../../evidence/container/entry.js';
import { readContainer, unpack } from '../../evidence/container/read-container.js';
import { pack, writeContainer } from '../../evidence/container/write-container.js';
import { deriveParts } from '../../evidence/parts/derive-parts.js';
import { openContents } from '../../evidence/verify/open-contents.js';
import { readTree } from '../../evidence/verify/read-tree.js';
import { MANIFEST, readEnvelope, readStatement, writeManifest } from '../../evidence/manifest.js';

function stored(name: string): Buffer {
  return readFileSync(fileURLToPath(new URL(`stored/0.1.0/${name}`, import.meta.url)));
}

/** The evidence of a drill against the simulator, as version 0.1.0 wrote and signed it. */
export const DRILL = stored('drill.zip');
export const DRILL_KEY = stored('drill.pub').toString('utf8');

/** What is in an evidence file, by name. */
export function entriesOf(file: Buffer): Map<string, string> {
  return new Map(
    readContainer(file).map((entry) => [entry.name, unpack(entry).toString('utf8')] as const),
  );
}

/**
 * What somebody could make of an evidence file who has everything but the key: entries changed, taken
 * out (null) or added, and a manifest that fits, without a signature.
 */
export function forge(file: Buffer, changes: Readonly<Record<string, string | null>>): Buffer {
  const entries = entriesOf(file);
  for (const [name, content] of Object.entries(changes)) {
    if (content === null) entries.delete(name);
    else entries.set(name, content);
  }
  const { payload } = readEnvelope(JSON.parse(entries.get(MANIFEST) ?? ''));
  const { predicate } = readStatement(JSON.parse(Buffer.from(payload, 'base64').toString('utf8')));
  entries.delete(MANIFEST);
  const contents = [...entries]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, content]): Content => {
      const bytes = Buffer.from(content);
      return { entry: pack(name, bytes), bytes };
    });
  const manifest = writeManifest(contents, { ...predicate, publicKey: null }, null);
  return writeContainer([
    pack(MANIFEST, Buffer.from(manifest)),
    ...contents.map(({ entry }) => entry),
  ]);
}

/** As `forge`, with what follows from the histories made to fit. */
export function forgeHistories(file: Buffer, changes: Readonly<Record<string, string>>): Buffer {
  const forged = openContents(forge(file, changes), null);
  if (forged.statement === null) throw new Error('the manifest can not be read');
  const { tree } = readTree(forged.contents, forged.statement.predicate);
  if (tree === null) throw new Error('the histories can not be read');
  return forge(file, { ...changes, ...Object.fromEntries(deriveParts(tree)) });
}
