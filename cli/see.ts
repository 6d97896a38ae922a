import { ClientError } from '../clients/client-error.js';

/** What a server does not let us see. */
export interface Unseen {
  readonly what: string;
  readonly why: string;
  /** Whether an answer came that we do not understand; else the role may not. */
  readonly isOdd: boolean;
}

/** What reading a server needs beside its client. */
export interface Sight {
  /** Takes what could not be seen. */
  readonly unseen: Unseen[];
  /** Tells the person who waits. */
  readonly tell: (message: string) => void;
}

/**
 * Reads a list; null when the role may not, or the answer is not understood, which is noted. Any
 * other failure (no server, wrong password) ends it all: half of an estate is no estate.
 *
 * @throws ClientError
 */
export async function see<T>(
  what: string,
  read: () => Promise<readonly T[]>,
  { unseen, tell }: Sight,
): Promise<readonly T[] | null> {
  try {
    const found = await read();
    tell(`${what}: ${found.length}`);
    return found;
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    if (error.kind !== 'refused' && error.kind !== 'undecodable') throw error;
    const why = whyNot(error);
    unseen.push({ what, why, isOdd: error.kind === 'undecodable' });
    tell(`${what}: not seen, ${why}`);
    return null;
  }
}

function whyNot({ kind, status, serverMessage, message }: ClientError): string {
  if (kind === 'undecodable') return message;
  const says = serverMessage === null ? '' : `: ${serverMessage}`;
  const may = status === 403 ? 'the role may not' : 'the server refuses';
  return `${may} (${status === null ? 'not sent' : status}${says})`;
}
