import { ContainerError } from '../container/limits.js';
import type { Content } from '../container/entry.js';
import { readJson } from '../container/hostile-json.js';
import { readContainer, unpack } from '../container/read-container.js';
import { readPublicKey } from '../keys.js';
import {
  envelopeText,
  MANIFEST,
  readEnvelope,
  readStatement,
  signedBytes,
  type Statement,
  subjectOf,
} from '../manifest.js';
import { type Problem, wordsOf } from './problem.js';

/** Whether the manifest is signed, and what that is worth. */
export interface Signature {
  readonly state: 'by-given-key' | 'by-own-key' | 'none';
  readonly keyId: string | null;
}

/** The entries of an evidence file, looked at one by one but not yet for what they say. */
export interface Opened {
  readonly contents: ReadonlyMap<string, Content>;
  /** null: the manifest can't be read. */
  readonly statement: Statement | null;
  readonly signature: Signature;
  readonly problems: readonly Problem[];
}

/** Opens a file that may come from a stranger; `keyPem` is whose signature is wanted. */
export function openContents(file: Buffer, keyPem: string | null): Opened {
  const contents = new Map<string, Content>();
  const none: Signature = { state: 'none', keyId: null };
  try {
    for (const entry of readContainer(file)) {
      contents.set(entry.name, { entry, bytes: unpack(entry) });
    }
  } catch (error) {
    if (!(error instanceof ContainerError)) throw error;
    const problems = [{ entry: null, message: error.message }];
    return { contents, statement: null, signature: none, problems };
  }
  const problems: Problem[] = [];
  const manifest = contents.get(MANIFEST);
  if (manifest === undefined || [...contents.keys()][0] !== MANIFEST) {
    problems.push({ entry: MANIFEST, message: 'is not the first entry of the file' });
    return { contents, statement: null, signature: none, problems };
  }
  try {
    const { statement, signature } = readManifest(manifest.bytes, keyPem);
    problems.push(...compareEntries(contents, statement));
    return { contents, statement, signature, problems };
  } catch (error) {
    problems.push({ entry: MANIFEST, message: wordsOf(error) });
    return { contents, statement: null, signature: none, problems };
  }
}

function readManifest(
  bytes: Buffer,
  keyPem: string | null,
): { readonly statement: Statement; readonly signature: Signature } {
  const text = bytes.toString('utf8');
  const envelope = readEnvelope(readJson(text));
  if (envelopeText(envelope) !== text) throw new Error('is not in the one form of an envelope');
  const payload = Buffer.from(envelope.payload, 'base64');
  const statement = readStatement(readJson(payload.toString('utf8')));
  const { publicKey } = statement.predicate;
  const [signature] = envelope.signatures;
  if (signature === undefined) {
    if (keyPem !== null) throw new Error('is not signed, and a signature is wanted');
    if (publicKey !== null) throw new Error('names a key, and its signature is gone');
    return { statement, signature: { state: 'none', keyId: null } };
  }
  if (publicKey === null) throw new Error('is signed and names no key');
  const wanted = readPublicKey(keyPem ?? publicKey);
  if (signature.keyid !== wanted.keyId) {
    throw new Error(`is signed with ${signature.keyid}; the key that is given is ${wanted.keyId}`);
  }
  if (!wanted.verify(signedBytes(payload), Buffer.from(signature.sig, 'base64'))) {
    throw new Error('has a signature that is wrong: it was changed, or signed by somebody else');
  }
  const state = keyPem === null ? 'by-own-key' : 'by-given-key';
  return { statement, signature: { state, keyId: wanted.keyId } };
}

/** Each entry must be as the manifest lists it, none be missing and none be added. */
function compareEntries(
  contents: ReadonlyMap<string, Content>,
  { subject }: Statement,
): readonly Problem[] {
  const problems: Problem[] = [];
  const listed = new Map(subject.map((one) => [one.name, one]));
  for (const one of subject) {
    const content = contents.get(one.name);
    if (content === undefined) {
      problems.push({ entry: one.name, message: 'is missing: the manifest lists it' });
      continue;
    }
    const found = subjectOf(content.entry, content.bytes);
    if (found.digest.sha256 !== one.digest.sha256) {
      problems.push({ entry: one.name, message: 'was changed: its SHA-256 is another one' });
    } else if (
      found.annotations.bytes !== one.annotations.bytes ||
      found.annotations.packedSha256 !== one.annotations.packedSha256
    ) {
      problems.push({ entry: one.name, message: 'was packed anew: its packed bytes are others' });
    }
  }
  for (const name of contents.keys()) {
    if (name === MANIFEST || listed.has(name)) continue;
    problems.push({ entry: name, message: 'was added: the manifest does not list it' });
  }
  const names = [...contents.keys()].slice(1);
  if (problems.length === 0 && names.join('\n') !== subject.map(({ name }) => name).join('\n')) {
    problems.push({ entry: MANIFEST, message: 'lists the entries in another order' });
  }
  return problems;
}
