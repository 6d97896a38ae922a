import type { WrittenReply } from '../http/written-reply.js';

import type { BodyFault, ConsoleFault } from './fault.js';

/** One request at one of the servers, as a fault meets it: nothing has been done about it yet. */
export interface Serving {
  /** Carries the request out; the answer can still be spoiled. */
  readonly act: () => Acted;
  /** An answer with an error in the server's own form. `text` replaces the body. */
  readonly refuse: (
    code: number,
    headers: Readonly<Record<string, string>>,
    text?: string,
  ) => WrittenReply;
  /** The caller's session or token is gone. */
  readonly dropSession: () => void;
  /** The server forgets what it keeps in memory; what runs on the backup servers goes on. */
  readonly restart: () => void;
  /** What only the Console does; Enterprise Manager just answers. */
  readonly misbehave: (fault: ConsoleFault) => WrittenReply;
}

export interface Acted {
  readonly written: WrittenReply;
  readonly spoil: (fault: BodyFault) => WrittenReply;
}
