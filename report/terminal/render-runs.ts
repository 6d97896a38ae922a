import type { RunSummary } from '../../plan/run-record.js';
import { byVerdict, palette } from './palette.js';
import { plainText } from './plain-text.js';
import { cut } from './width.js';
import { alignRows, type Cell } from './table.js';
import { elapsedBetween, formatTime } from './times.js';

/** The list of runs, one line each, in the order given. */
export function renderRuns(
  runs: readonly RunSummary[],
  options: { readonly colour: boolean; readonly now: Date },
): string {
  if (runs.length === 0) return 'no runs yet\n';
  const colours = palette(options.colour);
  const head = ['RUN', 'MODE', 'STATE', 'STARTED', 'TOOK', 'BY', ''];
  const rows: Cell[][] = [head.map((text) => ({ text, paint: colours.dim }))];
  for (const run of runs) {
    const word = run.outcome ?? run.state;
    rows.push([
      { text: run.id },
      { text: run.mode },
      { text: word, paint: (text) => byVerdict(colours, word, text) },
      { text: formatTime(run.startedAt) },
      { text: elapsedBetween(run.startedAt, run.endedAt, options.now) },
      { text: cut(plainText(run.startedBy), 30) },
      { text: cut(notes(run), 80) },
    ]);
  }
  return `${alignRows(rows).join('\n')}\n`;
}

function notes({ parent, breakGlass, message }: RunSummary): string {
  const parts = [
    ...(parent === undefined ? [] : [`a step of ${parent}`]),
    ...(breakGlass === true ? ['break-glass'] : []),
    ...(message === null ? [] : [plainText(message)]),
  ];
  return parts.join('; ');
}
