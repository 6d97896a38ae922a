/**
 * Prints the test files that may run once more, alone, one per line; none where a second try would
 * hide something. What failed and why nothing is tried again goes to stderr.
 * Usage: node scripts/second-try.mjs FILE, with FILE the JSON result of a Jest run.
 *
 * Many tests start servers, kill them and watch real time pass, three files at once: on a machine with
 * better things to do one of them may run out of time. Run alone it must pass. What proves that nothing
 * is started twice has no second try: a double start in one run of a hundred is a double start.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';

const MOST = 5;

const PROVES_ONCE =
  /^test\/(faults\/|workflows\/[\w-]*(faults|once|ours|sent|replay)\.test|e2e\/killed|e2e\/server-killed|evidence\/)/;

const { testResults } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
const failed = testResults
  .filter(({ status }) => status === 'failed')
  .map(({ name }) => path.relative('', name).split(path.sep).join('/'));
const strict = failed.filter((file) => PROVES_ONCE.test(file));

if (strict.length > 0) {
  console.error(`no second try: ${strict.join(', ')} must pass at the first`);
} else if (failed.length > MOST) {
  console.error(`no second try: ${failed.length} files failed`);
} else {
  for (const file of failed) console.log(file);
}
