import type { Client } from '@temporalio/client';
import type { Config } from '../../config/config.js';

/** A connection to Temporal for the length of a command. */
export interface TemporalSession {
  readonly client: Client;
  readonly address: string;
  readonly taskQueue: string;
  readonly config: Config;
  close(): Promise<void>;
}
