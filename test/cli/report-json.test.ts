import { describe, expect, it } from '@jest/globals';
import { withJsonFile } from '../../cli/report-json.js';

describe('--json of report', () => {
  it.each([
    ['report r-1 --json out.json', 'report r-1 --json-file out.json'],
    ['report --json out.json r-1', 'report --json-file out.json r-1'],
    ['report r-1 --json -', 'report r-1 --json-file -'],
    ['report r-1 --json=out.json', 'report r-1 --json-file=out.json'],
    ['report r-1 --json', 'report r-1 --json'],
    ['report --json r-1', 'report --json r-1'],
    ['--json report r-1', '--json report r-1'],
    [
      '--config c.yaml report r-1 --html a.html --json b.json',
      '--config c.yaml report r-1 --html a.html --json-file b.json',
    ],
    ['status r-1 --json x', 'status r-1 --json x'],
  ])('%s', (given, taken) => {
    expect(withJsonFile(given.split(' ')).join(' ')).toBe(taken);
  });
});
