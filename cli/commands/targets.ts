import { palette } from '../../report/terminal/palette.js';
import { plainText } from '../../report/terminal/plain-text.js';
import { alignRows, type Cell } from '../../report/terminal/table.js';
import { formatTime } from '../../report/terminal/times.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { GlobalOptions } from '../global-options.js';
import type { Io } from '../io.js';
import { label, listDrivenTargets, type DrivenTarget } from '../temporal/driven-targets.js';
import { openSession } from '../temporal/open-session.js';

export interface TargetsArgs {
  readonly globals: GlobalOptions;
}

/** Lists the targets that a run holds or that are failed over. */
export async function targets(args: TargetsArgs, io: Io): Promise<ExitCode> {
  const session = await openSession(args.globals, io);
  try {
    const driven = await listDrivenTargets(session);
    if (args.globals.json) io.stdout.write(`${JSON.stringify({ targets: driven }, null, 2)}\n`);
    else io.stdout.write(renderDrivenTargets(driven, io.colour.stdout));
    return EXIT.done;
  } finally {
    await session.close();
  }
}

function renderDrivenTargets(driven: readonly DrivenTarget[], isColoured: boolean): string {
  if (driven.length === 0) return 'no target is held or failed over\n';
  const colours = palette(isColoured);
  const head = ['TARGET', 'NAME', 'SINCE', 'HELD BY', 'FAILED OVER BY'];
  const rows: Cell[][] = [head.map((text) => ({ text, paint: colours.dim }))];
  for (const target of driven) {
    rows.push([
      { text: target.target },
      { text: plainText(label(target)) },
      { text: formatTime(target.since) },
      { text: target.heldBy ?? '-' },
      { text: target.failedOverBy ?? '-', paint: colours.yellow },
    ]);
  }
  return `${alignRows(rows).join('\n')}\n`;
}
