import type { CaseVerdict, Wrong } from './judge-case.js';

/** The figures of a suite: how the runs ended, and what is wrong with any. */
export interface Figures {
  readonly runs: number;
  readonly doubleStarts: number;
  readonly adopted: number;
  readonly resent: number;
  readonly unknown: number;
  readonly needlessUnknown: number;
  readonly falseSuccess: number;
  readonly lost: number;
}

export function figuresOf(verdicts: readonly CaseVerdict[]): Figures {
  const count = (wrong: Wrong): number =>
    verdicts.filter(({ wrongs }) => wrongs.includes(wrong)).length;
  return {
    runs: verdicts.length,
    doubleStarts: count('double start'),
    adopted: verdicts.filter(({ isAdopted }) => isAdopted).length,
    resent: verdicts.filter(({ isResent }) => isResent).length,
    unknown: verdicts.filter(({ isUnknown }) => isUnknown).length,
    needlessUnknown: count('needless unknown'),
    falseSuccess: count('false success'),
    lost: count('lost'),
  };
}

/** A table by call, the sums, and each case that is wrong. */
export function tellVerdicts(verdicts: readonly CaseVerdict[]): string {
  const calls = [...new Set(verdicts.map(({ call }) => call))].sort();
  const rows = calls.map((call) => {
    const own = figuresOf(verdicts.filter((verdict) => verdict.call === call));
    return [call, own.runs, own.adopted, own.resent, own.unknown].map(String);
  });
  const head = ['call', 'runs', 'adopted', 'resent', 'unknown'];
  const all = figuresOf(verdicts);
  const wrong = verdicts.filter(({ wrongs }) => wrongs.length > 0);
  return [
    ...table([head, ...rows]),
    '',
    `runs ${all.runs}, double starts ${all.doubleStarts}, adopted ${all.adopted}, resent ${all.resent}, unknown ${all.unknown} (needless ${all.needlessUnknown}), false successes ${all.falseSuccess}, lost ${all.lost}`,
    ...wrong.map(
      ({ number, call, fault, wrongs, acted, outcome }) =>
        `  case ${number}: ${call}, ${fault}: ${wrongs.join(', ')} (acted ${acted} times, run ${outcome})`,
    ),
  ].join('\n');
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
