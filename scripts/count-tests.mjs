/**
 * Prints `N passed, N failed` from the JSON result of a Jest run.
 * Usage: node scripts/count-tests.mjs FILE. Exit 1 when the file holds no result.
 */
import { readFileSync } from 'node:fs';

const result = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
// A file that could not be loaded has no tests to count, and is a failure all the same.
const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
// Nothing run is nothing proven.
const counted = result.numPassedTests + failed > 0 ? failed : 1;
console.log(`${result.numPassedTests} passed, ${counted} failed`);
