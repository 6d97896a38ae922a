import { setTimeout as delay } from 'node:timers/promises';
import { refused } from '../command-error.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { GlobalOptions } from '../global-options.js';
import type { Io } from '../io.js';
import { statedPerson } from '../person.js';
import { findSchedule, type FoundSchedule } from '../schedule/read-schedule.js';
import { saidBy } from '../schedule/said-by.js';
import { openSession } from '../temporal/open-session.js';

export type ScheduleVerb = 'trigger' | 'pause' | 'resume' | 'delete';

export interface ScheduleSteerArgs {
  readonly verb: ScheduleVerb;
  /** The runbook's id. */
  readonly runbook: string;
  readonly globals: GlobalOptions;
}

const START_LIMIT_MS = 15_000;
const LOOK_EVERY_MS = 300;

/** Begins a scheduled drill now; pauses, resumes or deletes its schedule. */
export async function scheduleSteer(args: ScheduleSteerArgs, io: Io): Promise<ExitCode> {
  const { verb, runbook, globals } = args;
  const session = await openSession(globals, io);
  try {
    const found = await findSchedule(session, runbook);
    const by = saidBy(statedPerson(globals, io.env), globals.reason);
    if (verb === 'trigger') return await trigger(found, args, by, io);
    const said = await act(verb, found, runbook, by);
    const done = { schedule: runbook, done: verb, by: statedPerson(globals, io.env).name };
    io.stdout.write(globals.json ? `${JSON.stringify(done)}\n` : `${said}\n`);
    return EXIT.done;
  } finally {
    await session.close();
  }
}

async function act(
  verb: Exclude<ScheduleVerb, 'trigger'>,
  { handle, description }: FoundSchedule,
  runbook: string,
  by: string,
): Promise<string> {
  const { paused, note } = description.state;
  switch (verb) {
    case 'pause':
      if (paused) throw refused(`the schedule of ${runbook} is paused already: ${note ?? ''}`);
      await handle.pause(`paused by ${by}`);
      return `the schedule of ${runbook} is paused; a drill that runs goes on`;
    case 'resume':
      if (!paused) throw refused(`the schedule of ${runbook} is not paused`);
      await handle.unpause(`resumed by ${by}`);
      return `the schedule of ${runbook} is on again`;
    case 'delete':
      await handle.delete();
      return `the schedule of ${runbook} is deleted; its runs, and one that is going on, stay`;
  }
}

/** Temporal's own trigger would let a second drill begin beside the first, and says nothing when it does not. */
async function trigger(
  { handle, description }: FoundSchedule,
  { runbook, globals }: ScheduleSteerArgs,
  by: string,
  io: Io,
): Promise<ExitCode> {
  const [running] = description.info.runningActions;
  if (running !== undefined) throw refused(stillRuns(running.workflow.workflowId));
  const { numActionsTaken, numActionsSkippedOverlap } = description.info;
  // Why it is paused is worth more than who triggered it.
  if (!description.state.paused) {
    await handle.update((previous) => ({
      ...previous,
      state: { ...previous.state, note: `triggered by ${by}` },
    }));
  }
  await handle.trigger('SKIP');
  const end = Date.now() + START_LIMIT_MS;
  while (Date.now() < end) {
    const { info } = await handle.describe();
    const newest = info.recentActions.at(-1);
    if (info.numActionsTaken > numActionsTaken && newest !== undefined) {
      const { workflowId } = newest.action.workflow;
      const text = `run ${workflowId} is begun; see: drillbook status ${workflowId} --watch`;
      const json = JSON.stringify({ run: { id: workflowId } });
      io.stdout.write(`${globals.json ? json : text}\n`);
      return EXIT.done;
    }
    if (info.numActionsSkippedOverlap > numActionsSkippedOverlap) {
      throw refused(stillRuns(info.runningActions[0]?.workflow.workflowId ?? ''));
    }
    await delay(LOOK_EVERY_MS);
  }
  throw refused(
    `Temporal has taken the trigger but began no run of ${runbook} within ${START_LIMIT_MS / 1000} s; look with: drillbook schedule show ${runbook}`,
  );
}

function stillRuns(runId: string): string {
  return `nothing was begun: run ${runId} of this schedule still goes on`;
}
