/** Which Drillbook did it: enough to install the same one again. */
export interface EngineBuild {
  /** Name and version: `drillbook/0.1.0`. */
  readonly engine: string;
  /** The commit that it was built from, `+changes` where there were some; null: not known. */
  readonly commit: string | null;
  /** The digest of the workflow code: `sha256:<hex>`. */
  readonly bundle: string;
  /** Temporal's library: `@temporalio/worker@1.24.0`. */
  readonly sdk: string;
}
