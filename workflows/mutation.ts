import type { Baseline, MutationVerb, ResolvedTarget } from '../activities/contract.js';

/** One mutation that a step or clean-up wants done, with all that deciding about it needs. */
export interface Mutation {
  readonly step: string;
  readonly attempt: number;
  readonly verb: MutationVerb;
  readonly target: ResolvedTarget;
  readonly baseline: Baseline;
  readonly restorePointBefore: string | null;
  readonly expectedSession: string | null;
  /** Milliseconds since the epoch: nothing is sent again past it. */
  readonly deadline: number;
  /** Clean-up goes on sending when the run has stopped; a step does not. */
  readonly evenWhenStopped: boolean;
}
