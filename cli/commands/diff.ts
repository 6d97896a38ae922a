import { planHash } from '../../plan/canonical.js';
import { diffModes, type ModePlans, type ModesAndSchedule } from '../../plan/diff-plans.js';
import type { Mode } from '../../plan/plan.js';
import { renderDiff } from '../../report/terminal/render-diff.js';
import { wrongUse } from '../command-error.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { GlobalOptions } from '../global-options.js';
import type { Io } from '../io.js';
import { loadPlans } from '../load-plans.js';

export interface DiffArgs {
  readonly before: string;
  readonly after: string;
  /** null: every mode. */
  readonly mode: Mode | null;
  readonly globals: Pick<GlobalOptions, 'json'>;
}

/** Prints what has changed in meaning between two runbooks or plans; exit 0 whenever both compile. */
export async function diff(args: DiffArgs, io: Io): Promise<ExitCode> {
  // One after the other, so that the errors of both are not mixed.
  const before = await loadPlans(args.before, args.mode, io);
  const after = await loadPlans(args.after, args.mode, io);
  const modes = before.modes.filter((mode) => after.modes.includes(mode));
  if (modes.length === 0) {
    throw wrongUse(`${args.before} and ${args.after} are plans for different modes`);
  }
  const from = narrowed(before.plans, modes);
  const to = narrowed(after.plans, modes);
  const changes = diffModes(from, to);
  if (args.globals.json) {
    const side = (file: string, { drill, live }: ModePlans) => ({
      file,
      planHash: { drill: drill && planHash(drill), live: live && planHash(live) },
    });
    const sides = { before: side(args.before, from), after: side(args.after, to) };
    io.stdout.write(`${JSON.stringify({ ...sides, changes }, null, 2)}\n`);
  } else {
    io.stdout.write(renderDiff(changes, args, { colour: io.colour.stdout }));
  }
  return EXIT.done;
}

function narrowed(
  { drill, live, ...schedule }: ModesAndSchedule,
  modes: readonly Mode[],
): ModesAndSchedule {
  return {
    ...(modes.includes('drill') ? schedule : {}),
    drill: modes.includes('drill') ? drill : null,
    live: modes.includes('live') ? live : null,
  };
}
