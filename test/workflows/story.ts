import type { Lab, LabOptions, Started } from './lab.js';

/** A run of each shape that the workflow's code can take: what is recorded is replayed for ever. */
export interface Story {
  readonly name: string;
  readonly scenario: string;
  /** How the lab differs from the usual one. */
  readonly options?: LabOptions;
  play(lab: Lab): Promise<Started>;
}
