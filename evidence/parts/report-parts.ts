import { renderHtml } from '../../report/html/render-html.js';
import type { ReportInput } from '../../report/report-input.js';
import { renderRecord } from '../../report/terminal/render-record.js';

/** The parts for people. All is said elsewhere too: they follow from record, journal and plan. */
export function reportParts(input: ReportInput): ReadonlyMap<string, string> {
  return new Map([
    ['report.txt', renderRecord(input.record, { colour: false, now: input.now })],
    ['report.html', renderHtml(input)],
  ]);
}
