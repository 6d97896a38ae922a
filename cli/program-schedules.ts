import type { Command } from 'commander';
import type { ScheduleVerb } from './commands/schedule-steer.js';
import type { Registry } from './registry.js';

/** Adds `schedule` with its commands. */
export function addScheduleCommands(program: Command, registry: Registry): void {
  const { io, done, globals } = registry;
  const schedule = program
    .command('schedule')
    .summary('drills that begin by themselves')
    .description('Drills that begin by themselves, through Temporal Schedules.');
  schedule
    .command('apply')
    .summary('make or change the schedule of a runbook')
    .description(
      'Make or change the schedule of a runbook, as its `schedule:` says; shows what changes.',
    )
    .argument('<file>', 'the runbook')
    .action(async (file: string) => {
      const { scheduleApply } = await import('./commands/schedule-apply.js');
      done(await scheduleApply({ file, globals: globals() }, io));
    });
  schedule
    .command('list')
    .description('list schedules: when, next, last outcome, and whether the file has changed since')
    .action(async () => {
      const { scheduleList } = await import('./commands/schedule-list.js');
      done(await scheduleList({ globals: globals() }, io));
    });
  schedule
    .command('show')
    .description('show a schedule: the next five times in its zone, the last runs')
    .argument('<runbook>', "the runbook's id")
    .action(async (runbook: string) => {
      const { scheduleShow } = await import('./commands/schedule-list.js');
      done(await scheduleShow({ runbook, globals: globals() }, io));
    });
  addSteer(schedule, registry, 'trigger', 'begin the drill now, unless one is going on');
  addSteer(schedule, registry, 'pause', 'begin no more drills until it is resumed');
  addSteer(schedule, registry, 'resume', 'begin drills again');
  addSteer(schedule, registry, 'delete', 'delete the schedule; its runs stay');
}

function addSteer(
  schedule: Command,
  { io, done, globals }: Registry,
  verb: ScheduleVerb,
  summary: string,
): void {
  schedule
    .command(verb)
    .description(summary)
    .argument('<runbook>', "the runbook's id")
    .action(async (runbook: string) => {
      const { scheduleSteer } = await import('./commands/schedule-steer.js');
      done(await scheduleSteer({ verb, runbook, globals: globals() }, io));
    });
}
