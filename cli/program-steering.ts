import { Option, type Command } from 'commander';
import type { ResolveChoice, SteeringVerb } from '../plan/steering.js';
import type { Registry } from './registry.js';

interface SteerFlags {
  readonly step?: string;
  readonly item?: string;
  readonly machine?: string[];
  readonly with?: ResolveChoice;
}

/** Adds the commands by which people act on runs and targets. */
export function addSteeringCommands(program: Command, registry: Registry): void {
  addPlace(addSteering(program, registry, 'retry', 'run a held step again'));
  addPlace(addSteering(program, registry, 'skip', 'leave a held step out; the run is degraded'));
  const choice = 'adopt: it happened; resend: it did not, send it again; skip: leave it out';
  addPlace(
    addSteering(program, registry, 'resolve', 'decide where nobody can tell whether it happened'),
  ).addOption(
    new Option('--with <choice>', choice)
      .choices(['adopt', 'resend', 'skip'])
      .makeOptionMandatory(),
  );
  addSteering(program, registry, 'abort', 'start nothing more, follow what runs, clean up');
  addSteering(
    program,
    registry,
    'pause',
    'begin nothing more until it is resumed; follow what runs',
  );
  addSteering(program, registry, 'resume', 'go on after a pause');
  addUndo(program, registry);
  addTargetCommands(program, registry);
}

function addUndo(program: Command, { io, done, globals }: Registry): void {
  program
    .command('undo')
    .summary('undo what a live run has started')
    .description(
      'Undo what a run has started: one that goes on is ended and undone, of one that is over a new run undoes it.',
    )
    .argument('<run>', "the run's id")
    .option('--yes', 'confirm without being asked')
    .option('--wait', 'wait for a target that another run holds')
    .option('--detach', 'of a run that is over: start the run that undoes it, and return')
    .action(async (run: string, flags: { yes?: boolean; wait?: boolean; detach?: boolean }) => {
      const { undo } = await import('./commands/undo.js');
      const { yes = false, wait = false, detach = false } = flags;
      done(await undo({ run, yes, wait, detach, globals: globals() }, io));
    });
}

function addPlace(command: Command): Command {
  return command
    .option('--step <id>', 'the step; needed when more than one waits')
    .option('--item <key>', 'the item of a step that goes over a list')
    .option('--machine <name...>', 'these machines only (default: all that failed)');
}

function addSteering(
  program: Command,
  { io, done, globals }: Registry,
  verb: SteeringVerb,
  summary: string,
): Command {
  return program
    .command(verb)
    .description(summary)
    .argument('<run>', "the run's id")
    .action(async (run: string, flags: SteerFlags) => {
      const { steer } = await import('./commands/steer.js');
      const args = {
        verb,
        run,
        step: flags.step ?? null,
        item: flags.item ?? null,
        machines: flags.machine ?? [],
        choice: flags.with ?? null,
        globals: globals(),
      };
      done(await steer(args, io));
    });
}

function addTargetCommands(program: Command, { io, done, globals }: Registry): void {
  program
    .command('targets')
    .summary('list targets that are held or failed over')
    .description('List the targets that a run holds, or that are failed over.')
    .action(async () => {
      const { targets } = await import('./commands/targets.js');
      done(await targets({ globals: globals() }, io));
    });
  program
    .command('release')
    .summary('say that a target is no longer failed over')
    .description('Say that a failed-over target is back in production. Calls no server.')
    .argument('<target>', 'as `targets` lists it, or CONNECTION/NAME')
    .option('--yes', 'confirm without being asked')
    .action(async (target: string, flags: { yes?: boolean }) => {
      const { release } = await import('./commands/release.js');
      done(await release({ target, yes: flags.yes ?? false, globals: globals() }, io));
    });
  program
    .command('unlock')
    .summary('free a target that no worker serves any more')
    .description('Free a target that a dead run holds. Refused while that run is being served.')
    .argument('<target>', 'as `targets` lists it, or CONNECTION/NAME')
    .option('--yes', 'confirm without being asked')
    .action(async (target: string, flags: { yes?: boolean }) => {
      const { unlock } = await import('./commands/unlock.js');
      done(await unlock({ target, yes: flags.yes ?? false, globals: globals() }, io));
    });
}
