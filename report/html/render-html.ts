import type { ReportInput } from '../report-input.js';
import { escaped, html, type Markup } from './markup.js';
import { calls, objectives, plan, readiness } from './evidence.js';
import { machineGrids, steps } from './machines.js';
import { cleanup, deviations, people } from './people.js';
import { moment, section } from './pieces.js';
import { STYLE } from './style.js';
import { timeline } from './timeline.js';
import { verdict } from './verdict.js';

/** Nothing is fetched and nothing is run, whatever a name on a server holds. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/**
 * The report of a run as one self-contained HTML page, to be read on a screen or on paper: the
 * verdict first. It has no script. All text of the run is escaped.
 */
export function renderHtml(input: ReportInput): string {
  const { record, now } = input;
  const { run } = record;
  const title = `${run.mode === 'drill' ? 'Drill' : 'Live run'} of ${run.runbook}: ${run.outcome ?? run.state}`;
  const parts: readonly (readonly [string, string, Markup])[] = [
    ['timeline', 'Timeline', timeline(input)],
    ['steps', 'Steps', steps(record)],
    ['machines', 'Machines', machineGrids(record)],
    ['deviations', 'Deviations from the plan', deviations(input)],
    ['people', 'People', people(input)],
    ['objectives', 'Objectives and times', objectives(record)],
    ['readiness', 'Readiness before', readiness(record)],
    ['cleanup', 'Clean-up', cleanup(record)],
    ['plan', 'The plan', plan(input)],
    ['calls', 'Calls to servers', calls(input)],
  ];
  const there = parts.filter(([, , body]) => body.markup.trim() !== '');
  const page = html`<body>
    <main>
      ${verdict(record, now)}
      <nav aria-label="Parts of this report">
        ${there.map(([id, name]) => html`<a href="#${id}">${name}</a>`)}
      </nav>
      ${there.map(([id, name, body]) => section(id, name, body))}
      <footer>
        <p>
          Made by Drillbook at ${moment(now.toISOString())}. Times are in UTC. This page can be
          changed by anybody: the proof is the evidence file (drillbook evidence verify).
        </p>
      </footer>
    </main>
  </body>`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${escaped(POLICY)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escaped(title)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    page.markup,
    '</html>',
    '',
  ].join('\n');
}
