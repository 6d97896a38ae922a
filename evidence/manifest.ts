import { createHash } from 'node:crypto';
import { canonicalJson } from '../plan/canonical.js';
import type { EngineBuild } from '../plan/engine-build.js';
import type { JsonObject } from '../plan/json.js';
import type { Content, PackedEntry } from './container/entry.js';
import type { Signer } from './keys.js';

export const MANIFEST = 'manifest.dsse.json';
export const PAYLOAD_TYPE = 'application/vnd.in-toto+json';
const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';
export const PREDICATE_TYPE = 'urn:drillbook:evidence:v1';

/** What is said of the evidence as a whole. */
export interface Predicate {
  readonly run: { readonly id: string; readonly temporalRunId: string };
  readonly exportedAt: string;
  readonly exportedBy: EngineBuild;
  /** The public half of the key that signs; null: nothing signs. */
  readonly publicKey: string | null;
}

/** An entry by its content, and by the bytes that stand for it in the file. */
export interface Subject {
  readonly name: string;
  readonly digest: { readonly sha256: string };
  readonly annotations: { readonly bytes: number; readonly packedSha256: string };
}

/** An in-toto statement: these files belong together, and this is said of them. */
export interface Statement {
  readonly _type: typeof STATEMENT_TYPE;
  readonly subject: readonly Subject[];
  readonly predicateType: typeof PREDICATE_TYPE;
  readonly predicate: Predicate;
}

/** A DSSE envelope; without a signature where there was no key. */
export interface Envelope {
  readonly payloadType: typeof PAYLOAD_TYPE;
  readonly payload: string;
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
}

/** The manifest's text: the statement on these entries, signed if there is a key. */
export function writeManifest(
  contents: readonly Content[],
  predicate: Predicate,
  signer: Signer | null,
): string {
  const statement: Statement = {
    _type: STATEMENT_TYPE,
    subject: contents.map(({ entry, bytes }) => subjectOf(entry, bytes)),
    predicateType: PREDICATE_TYPE,
    predicate,
  };
  const payload = Buffer.from(canonicalJson(statement));
  const envelope: Envelope = {
    payloadType: PAYLOAD_TYPE,
    payload: payload.toString('base64'),
    signatures:
      signer === null
        ? []
        : [{ keyid: signer.keyId, sig: signer.sign(signedBytes(payload)).toString('base64') }],
  };
  return envelopeText(envelope);
}

/** The one text of an envelope. */
export function envelopeText(envelope: Envelope): string {
  return `${canonicalJson(envelope)}\n`;
}

/** DSSE's "pre-authentication encoding" of a payload: what is really signed. */
export function signedBytes(payload: Buffer): Buffer {
  const head = `DSSEv1 ${PAYLOAD_TYPE.length} ${PAYLOAD_TYPE} ${payload.length} `;
  return Buffer.concat([Buffer.from(head), payload]);
}

/** What a manifest says of an entry. */
export function subjectOf(entry: PackedEntry, content: Buffer): Subject {
  return {
    name: entry.name,
    digest: { sha256: sha256Hex(content) },
    annotations: { bytes: entry.bytes, packedSha256: sha256Hex(entry.packed) },
  };
}

function sha256Hex(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * Reads what an envelope or a statement is said to be; only its outer shape is looked at here.
 *
 * @throws Error that says what is missing.
 */
export function readEnvelope(value: unknown): Envelope {
  const { payloadType, payload, signatures } = objectOf(value, 'the manifest');
  if (payloadType !== PAYLOAD_TYPE) throw new Error(`its payload is no ${PAYLOAD_TYPE}`);
  if (typeof payload !== 'string') throw new Error('it has no payload');
  refuseOtherBase64(payload, 'its payload');
  if (!Array.isArray(signatures) || signatures.length > 1) {
    throw new Error('it has not one signature or none');
  }
  return {
    payloadType,
    payload,
    signatures: signatures.map((one: unknown) => {
      const { keyid, sig } = objectOf(one, 'a signature');
      if (typeof keyid !== 'string' || typeof sig !== 'string') {
        throw new Error('a signature has no keyid or no sig');
      }
      refuseOtherBase64(sig, 'a signature');
      return { keyid, sig };
    }),
  };
}

/** Several texts are read as the same bytes; only one of them is ours, so that no change goes unseen. */
function refuseOtherBase64(text: string, what: string): void {
  if (Buffer.from(text, 'base64').toString('base64') === text) return;
  throw new Error(`${what} is not in the one form of base64`);
}

/** @throws Error that says what is missing. */
export function readStatement(value: unknown): Statement {
  const statement = objectOf(value, 'the statement');
  if (statement['_type'] !== STATEMENT_TYPE) throw new Error(`it is no ${STATEMENT_TYPE}`);
  if (statement['predicateType'] !== PREDICATE_TYPE) {
    const found = JSON.stringify(statement['predicateType']) as string | undefined;
    throw new Error(`it speaks of ${found ?? 'nothing'}; this version knows ${PREDICATE_TYPE}`);
  }
  const { subject } = statement;
  if (!Array.isArray(subject)) throw new Error('it lists no entries');
  for (const one of subject as unknown[]) readSubject(one);
  const predicate = objectOf(statement['predicate'], 'its predicate');
  const { run, publicKey, exportedAt, exportedBy } = predicate;
  const { id, temporalRunId } = objectOf(run, 'its run');
  const { engine } = objectOf(exportedBy, 'exportedBy');
  for (const one of [id, temporalRunId, exportedAt, engine]) {
    if (typeof one !== 'string')
      throw new Error('it does not say of which run it is, or who wrote it');
  }
  if (publicKey !== null && typeof publicKey !== 'string')
    throw new Error('its publicKey is no text');
  return statement as unknown as Statement;
}

function readSubject(value: unknown): void {
  const { name, digest, annotations } = objectOf(value, 'an entry');
  const { sha256 } = objectOf(digest, 'the digest of an entry');
  const { bytes, packedSha256 } = objectOf(annotations, 'the annotations of an entry');
  const isWhole =
    typeof name === 'string' &&
    typeof sha256 === 'string' &&
    typeof bytes === 'number' &&
    typeof packedSha256 === 'string';
  if (!isWhole) throw new Error('it lists an entry that is not wholly said');
}

function objectOf(value: unknown, what: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`${what} is no object`);
  }
  return value as JsonObject;
}
