import pc from 'picocolors';

/** The colours of one rendering; with `false` every function gives its text back as it is. */
export type Palette = ReturnType<typeof pc.createColors>;

export function palette(isColoured: boolean): Palette {
  return pc.createColors(isColoured);
}

const GOOD = new Set(['succeeded', 'clean', 'not-needed']);
const DOUBTFUL = new Set([
  'degraded',
  'warning',
  'unverified',
  'ignored',
  'waiting',
  'paused',
  'pending',
  'stopping',
]);
const BAD = new Set(['failed', 'unknown', 'aborted', 'refused', 'cancelled', 'leftovers']);

/** Colours text by the word of an outcome, a status or a verdict. */
export function byVerdict(colours: Palette, word: string, text: string): string {
  if (GOOD.has(word)) return colours.green(text);
  if (BAD.has(word)) return colours.red(text);
  if (DOUBTFUL.has(word)) return colours.yellow(text);
  return word === 'running' ? colours.cyan(text) : colours.dim(text);
}
