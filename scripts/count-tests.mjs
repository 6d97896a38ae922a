/**
 * Prints `N passed, N failed` from the JSON results of Jest runs; what a later run repeated counts as
 * it ended there.
 * Usage: node scripts/count-tests.mjs FILE [FILE ...]. Exit 1 when a file holds no result.
 */
import { readFileSync } from 'node:fs';

const byFile = new Map();
for (const file of process.argv.slice(2)) {
  for (const result of JSON.parse(readFileSync(file, 'utf8')).testResults) {
    byFile.set(result.name, countsOf(result));
  }
}

const counts = [...byFile.values()];
const passed = counts.reduce((sum, each) => sum + each.passed, 0);
const failed = counts.reduce((sum, each) => sum + each.failed, 0);
// Nothing run is nothing proven.
console.log(`${passed} passed, ${passed + failed > 0 ? failed : 1} failed`);

function countsOf({ assertionResults, status }) {
  const ended = (how) => assertionResults.filter((each) => each.status === how).length;
  const failing = ended('failed');
  // A file that could not be loaded has no tests to count, and is a failure all the same.
  const isLost = status === 'failed' && failing === 0;

  return { passed: ended('passed'), failed: isLost ? 1 : failing };
}
