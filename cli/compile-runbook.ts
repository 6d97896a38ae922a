import type { Mode, Plan } from '../plan/plan.js';
import { CommandError } from './command-error.js';
import { EXIT } from './exit-code.js';
import type { Io } from './io.js';
import { readRunbook } from './runbook-file.js';

/** A runbook that has no errors, compiled for one mode. */
export interface CompiledRunbook {
  readonly file: string;
  readonly source: string;
  readonly plan: Plan;
  readonly planHash: string;
  readonly runbookHash: string;
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
  const { plan: wanted, plans, diagnostics } = compile(runbook.source, { file, mode });
  if (diagnostics.length > 0) {
    io.stderr.write(formatDiagnostics(diagnostics, runbook.source, { color: io.colour.stderr }));
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
  };
}
