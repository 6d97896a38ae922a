import { renderSchedule, renderSchedules } from '../../report/terminal/render-schedules.js';
import type { ScheduleView } from '../../report/schedule-view.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { GlobalOptions } from '../global-options.js';
import type { Io } from '../io.js';
import { findSchedule, lookForSchedule, viewOf } from '../schedule/read-schedule.js';
import { runbookOfSchedule } from '../schedule/schedule-id.js';
import { openSession } from '../temporal/open-session.js';

/** Lists the schedules that `schedule apply` made, by their runbooks' ids. */
export async function scheduleList(
  { globals }: { readonly globals: GlobalOptions },
  io: Io,
): Promise<ExitCode> {
  const session = await openSession(globals, io);
  try {
    const schedules: ScheduleView[] = [];
    for await (const { scheduleId } of session.client.schedule.list()) {
      const runbook = runbookOfSchedule(scheduleId);
      const found = runbook === null ? null : await lookForSchedule(session, runbook);
      if (found !== null) schedules.push(await viewOf(session, found, io));
    }
    schedules.sort((a, b) => a.runbook.localeCompare(b.runbook));
    if (globals.json) io.stdout.write(`${JSON.stringify({ schedules }, null, 2)}\n`);
    else {
      const options = { colour: io.colour.stdout, now: io.now() };
      io.stdout.write(renderSchedules(schedules, options));
    }
    return EXIT.done;
  } finally {
    await session.close();
  }
}

/** Shows one schedule: its next times in its own zone, and its last runs. */
export async function scheduleShow(
  { runbook, globals }: { readonly runbook: string; readonly globals: GlobalOptions },
  io: Io,
): Promise<ExitCode> {
  const session = await openSession(globals, io);
  try {
    const schedule = await viewOf(session, await findSchedule(session, runbook), io);
    if (globals.json) io.stdout.write(`${JSON.stringify({ schedule }, null, 2)}\n`);
    else {
      const options = { colour: io.colour.stdout, now: io.now() };
      io.stdout.write(renderSchedule(schedule, options));
    }
    return EXIT.done;
  } finally {
    await session.close();
  }
}
