import { palette } from '../report/terminal/palette.js';
import { plainText } from '../report/terminal/plain-text.js';
import { renderMachines } from '../report/terminal/render-machines.js';
import { renderRecord } from '../report/terminal/render-record.js';
import { formatTime } from '../report/terminal/times.js';
import type { RunRecord } from '../plan/run-record.js';
import { EXIT, type ExitCode } from './exit-code.js';
import type { Io } from './io.js';
import type { RunReading } from './read-run.js';
import type { PartialRecord } from './temporal/partial-record.js';

/** Prints a run as it was read: as JSON, or as text with a word on where it comes from. */
export function showRun(reading: RunReading, isJson: boolean, io: Io): void {
  if (isJson) {
    io.stdout.write(`${JSON.stringify(reading.record, null, 2)}\n`);
    return;
  }
  if (reading.source === 'temporal') {
    io.stdout.write(renderPartial(reading.record, io));
    return;
  }
  if (reading.source === 'replay') {
    io.stderr.write("no worker answers; this record was made from the run's history\n");
  }
  const options = {
    colour: io.colour.stdout,
    now: io.now(),
    ...(io.isTerminal.stdout ? { columns: io.size().columns } : {}),
  };
  io.stdout.write(renderRecord(reading.record, options));
}

/** 0 only for a run that ended well and left nothing behind. */
export function exitCodeOf(record: RunRecord | PartialRecord): ExitCode {
  const { outcome } = record.run;
  const isGood = outcome === 'succeeded' || outcome === 'degraded';
  const hasLeftovers = 'cleanup' in record && record.cleanup.verdict === 'leftovers';
  return isGood && !hasLeftovers ? EXIT.done : EXIT.failed;
}

function renderPartial(record: PartialRecord, io: Io): string {
  const { run, temporal } = record;
  const colours = palette(io.colour.stdout);
  const lines = [
    colours.yellow('no worker answers; this is what Temporal knows'),
    `${(run.outcome ?? run.state).toUpperCase()}  ${run.mode} of ${run.runbook}, run ${run.id}`,
    `  Temporal's status: ${temporal.status}; started ${formatTime(run.startedAt)}`,
  ];
  if (run.message !== null) lines.push(`  ${plainText(run.message)}`);
  for (const activity of temporal.pendingActivities) {
    lines.push(`  running: ${activity.type} (${activity.id}), attempt ${activity.attempt}`);
    if (activity.lastFailure !== null) lines.push(`    ${plainText(activity.lastFailure)}`);
    const machines = activity.progress?.machines ?? [];
    lines.push(...renderMachines(machines, colours, { now: io.now(), limit: 25, indent: '    ' }));
  }
  return `${lines.join('\n')}\n`;
}
