import type { Mode, Plan } from '../plan/plan.js';
import type { Schedule } from '../plan/schedule.js';
import { CommandError } from './command-error.js';
import { EXIT } from './exit-code.js';
import type { Io } from './io.js';
import { filesBeside, readRunbook } from './runbook-file.js';

/** A runbook that has no errors, compiled for one mode. */
export interface CompiledRunbook {
  readonly file: string;
  readonly source: string;
  readonly plan: Plan;
  readonly planHash: string;
  readonly runbookHash: string;
  /** When its drill is to run; null: the runbook says nothing. */
  readonly schedule: Schedule | null;
  /** The texts of the runbooks that it runs, by their hash. */
  readonly childSources: Readonly<Record<string, string>>;
}

/**
 * Reads and compiles a runbook for one mode; null takes the drill where the runbook may be one,
 * else live. Diagnostics go to stderr; with errors among them it throws (exit 2).
 */
export async function compileRunbook(
  file: string,
  mode: Mode | null,
  io: Io,
): Promise<CompiledRunbook> {
  const [{ compile }, { formatDiagnostics }, { planHash, sha256 }] = await Promise.all([
    import('../compiler/compile.js'),
    import('../compiler/format-diagnostics.js'),
    import('../plan/canonical.js'),
  ]);
  const runbook = await readRunbook(file, io);
  const files = filesBeside(file, io);
  const compilation = compile(runbook.source, { file, mode, files });
  const { plan: wanted, plans, diagnostics, children } = compilation;
  if (diagnostics.length > 0) {
    const options = { color: io.colour.stderr, children };
    io.stderr.write(formatDiagnostics(diagnostics, runbook.source, options));
  }
  const plan = wanted ?? (mode === null ? (plans.drill ?? plans.live) : null);
  if (plan === null || diagnostics.some(({ severity }) => severity === 'error')) {
    throw new CommandError(`${file} has errors; nothing was started`, EXIT.runbookErrors);
  }
  return {
    file,
    source: runbook.source,
    plan,
    planHash: planHash(plan),
    runbookHash: sha256(runbook.bytes),
    schedule: compilation.schedule,
    childSources: Object.fromEntries(children.map((child) => [child.runbookHash, child.source])),
  };
}
