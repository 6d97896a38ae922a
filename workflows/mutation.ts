import type {
  LookUpResult,
  MutationVerb,
  RequestIdentity,
  SendResult,
} from '../activities/contract.js';

/** How one mutation is sent and looked for; each takes the activity id that is its own. */
export interface MutationCalls {
  /** Sends it once, as an activity that Temporal never repeats. Throws ActivityFailure. */
  send(activityId: string, identity: RequestIdentity | null): Promise<SendResult>;
  /** Looks for its traces after the activity that sent it was lost. Throws ActivityFailure. */
  lookUp(
    activityId: string,
    sentBefore: string,
    identity: RequestIdentity | null,
  ): Promise<LookUpResult>;
}

/** One mutation that a step or clean-up wants done, with all that deciding about it needs. */
export interface Mutation {
  readonly step: string;
  readonly attempt: number;
  readonly verb: MutationVerb | 'request';
  /** Unique in its workflow and the same at each attempt to send it: `databases/1/start`. */
  readonly id: string;
  /** For people: "start ERP databases". */
  readonly what: string;
  /** The key of what it acts on, for the journal. */
  readonly target: string;
  readonly connection: string;
  /** The server knows a request by an id that we give it (Service Provider Console). */
  readonly hasIdentity: boolean;
  /**
   * The server knows it again by a key in it, however late it comes: a lost answer is asked for
   * again. Missing: it does not.
   */
  readonly isRepeatable?: boolean;
  readonly calls: MutationCalls;
  /** Milliseconds since the epoch: nothing is sent again past it. */
  readonly deadline: number;
  /** Clean-up goes on sending when the run has stopped; a step does not. */
  readonly evenWhenStopped: boolean;
  /** Of a clean-up: a person has ended it, so that nothing more is sent. */
  readonly isEnded?: () => boolean;
}
