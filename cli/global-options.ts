/** Options that every command takes, before or after its name. */
export interface GlobalOptions {
  /** The configuration's path as it was typed; null: the default file, which may be missing. */
  readonly config: string | null;
  readonly json: boolean;
  /** Who gives the command, as stated; null: the operating system's user. */
  readonly as: string | null;
  readonly reason: string;
}
