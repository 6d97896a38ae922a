/** A file in an evidence file, as it is packed there. */
export interface PackedEntry {
  readonly name: string;
  readonly method: 'stored' | 'deflated';
  readonly packed: Buffer;
  readonly crc: number;
  /** Unpacked. */
  readonly bytes: number;
}

/** Lower case, so that no file system takes two for one; no segment begins with a dot. */
const NAME = /^[a-z0-9][a-z0-9._-]*(?:\/[a-z0-9][a-z0-9._-]*)*$/;

/** Whether a name may stand in an evidence file: it can't lead out of the folder it is unpacked in. */
export function isEntryName(name: string): boolean {
  return NAME.test(name);
}

/** An entry and what it unpacks to. */
export interface Content {
  readonly entry: PackedEntry;
  readonly bytes: Buffer;
}
