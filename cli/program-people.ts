import { Option, type Command } from 'commander';
import type { SteeringVerb, TaskAnswer } from '../plan/steering.js';
import type { SteerArgs } from './commands/steer.js';
import type { Registry } from './registry.js';
import { statedText } from './stated-text.js';

interface PeopleFlags {
  readonly step?: string;
  readonly item?: string;
  readonly breakGlass?: boolean;
  readonly planHash?: string;
  readonly with?: TaskAnswer;
  readonly note?: string;
}

/** Adds the commands by which people say yes or no, and what became of their work. */
export function addPeopleCommands(program: Command, registry: Registry): void {
  addAnswer(program, registry, 'approve')
    .summary("approve a run's plan")
    .description('Say yes to the plan of a run that waits for it. One person counts once.')
    .option('--break-glass', "pass it alone, as one of the step's breakGlass group; needs --reason")
    .addOption(planHashOption());
  addAnswer(program, registry, 'reject')
    .summary("reject a run's plan; the run is aborted")
    .description(
      'Say no to the plan of a run that waits for it: the run is aborted. Needs --reason.',
    )
    .addOption(planHashOption());
  addAnswer(program, registry, 'answer')
    .summary('say what became of a task')
    .description('Say what became of the work that a run gave to people.')
    .addOption(
      new Option(
        '--with <answer>',
        'done, failed (the step fails), or skipped (the run is degraded)',
      )
        .choices(['done', 'failed', 'skipped'])
        .makeOptionMandatory(),
    )
    .option('--note <text>', 'what else there is to say of it');
}

function planHashOption(): Option {
  const help =
    'the plan that you have seen; refused when the run has another (default: the one it has)';
  return new Option('--plan-hash <hash>', help);
}

function addAnswer(program: Command, registry: Registry, verb: SteeringVerb): Command {
  const { io, done, globals } = registry;
  return program
    .command(verb)
    .argument('<run>', "the run's id; of a child run its own")
    .option('--step <id>', 'the step; needed when more than one waits')
    .option('--item <key>', 'the item of a step that goes over a list')
    .action(async (run: string, flags: PeopleFlags) => {
      const { steer } = await import('./commands/steer.js');
      const args: SteerArgs = {
        verb,
        run,
        step: flags.step ?? null,
        item: flags.item ?? null,
        machines: [],
        choice: flags.with ?? null,
        ...(flags.planHash === undefined ? {} : { planHash: flags.planHash }),
        ...(flags.breakGlass === true ? { isBreakGlass: true } : {}),
        ...(flags.note === undefined ? {} : { note: statedText('--note', flags.note) }),
        globals: globals(),
      };
      done(await steer(args, io));
    });
}
