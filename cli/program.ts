import { Command } from 'commander';
import type { Mode } from '../plan/plan.js';
import type { ExitCode } from './exit-code.js';
import type { GlobalOptions } from './global-options.js';
import type { Io } from './io.js';
import { collectInput, modeOption, parseCount, type Inputs } from './options.js';
import { addEvidenceCommands } from './program-evidence.js';
import { addPeopleCommands } from './program-people.js';
import { addRunbookCommands } from './program-runbooks.js';
import { addScheduleCommands } from './program-schedules.js';
import { addServerCommands } from './program-servers.js';
import { addSteeringCommands } from './program-steering.js';
import type { Registry } from './registry.js';
import { statedName, statedText } from './stated-text.js';
import { packageVersion } from './version.js';

const EXIT_CODES = `
Exit codes: 0 done; 1 the run ended other than succeeded or degraded, or a command was refused;
2 the runbook has errors; 3 wrong use, configuration or no connection; 70 a bug in Drillbook.`;

/**
 * The whole command line as commander's tree. Commands are loaded when they are called, so that
 * `check` does not pay for Temporal's client.
 */
export function buildProgram(io: Io, done: (exitCode: ExitCode) => void): Command {
  const program = new Command('drillbook')
    .description('Runbooks for disaster recovery: compiled, run durably, proven.')
    .version(packageVersion(), '--version', 'print the version')
    .option('--config <file>', 'configuration (default: ./temporal.config.yaml)')
    .option('--json', 'print results as JSON')
    .option('--as <person>', "who gives the command (default: the operating system's user)")
    .option('--reason <text>', 'why; it goes into the record')
    .addHelpText('after', EXIT_CODES)
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        io.stdout.write(text);
      },
      writeErr: (text) => {
        io.stderr.write(text);
      },
      outputError: (text, write) => {
        write(text.replace(/^error: /, 'drillbook: '));
      },
    });
  const registry: Registry = { io, done, globals: () => readGlobals(program) };
  addRunbookCommands(program, registry);
  addRunCommands(program, registry);
  addSteeringCommands(program, registry);
  addPeopleCommands(program, registry);
  addScheduleCommands(program, registry);
  addEvidenceCommands(program, registry);
  addServerCommands(program, registry);
  addCompletion(program, registry);
  return program;
}

function readGlobals(program: Command): GlobalOptions {
  const { config, json, as, reason } = program.opts<{
    config?: string;
    json?: boolean;
    as?: string;
    reason?: string;
  }>();
  return {
    config: config ?? null,
    json: json ?? false,
    as: as === undefined ? null : statedName(as),
    reason: statedText('--reason', reason ?? ''),
  };
}

interface RunFlags {
  readonly mode: Mode;
  readonly input?: Inputs;
  readonly id?: string;
  readonly declaredAt?: string;
  readonly wait?: boolean;
  readonly preempt?: boolean;
  readonly yes?: boolean;
  readonly detach?: boolean;
}

interface ReportFlags {
  readonly html?: string;
  readonly jsonFile?: string;
  readonly md?: string;
  readonly junit?: string;
}

function addRunCommands(program: Command, { io, done, globals }: Registry): void {
  program
    .command('run')
    .summary('run a runbook and follow it')
    .description('Start a run and follow it. Ctrl-C stops following, never the run.')
    .argument('<file>', 'the runbook')
    .addOption(modeOption('drill rehearses, live acts').makeOptionMandatory())
    .option('--input <name=value>', 'an input of the runbook; repeatable', collectInput)
    .option('--id <run>', "the run's whole id; must begin with the runbook's id")
    .option('--declared-at <time>', 'when the disaster was declared: the RTO counts from here')
    .option('--wait', 'wait for a target that another run holds')
    .option('--preempt', 'live only: abort the drill that holds a target')
    .option('--yes', 'confirm a live run without being asked')
    .option('--detach', 'start the run and return')
    .action(async (file: string, flags: RunFlags) => {
      const { run } = await import('./commands/run.js');
      const args = {
        file,
        mode: flags.mode,
        inputs: flags.input ?? {},
        id: flags.id ?? null,
        declaredAt: flags.declaredAt ?? null,
        wait: flags.wait ?? false,
        preempt: flags.preempt ?? false,
        yes: flags.yes ?? false,
        detach: flags.detach ?? false,
        globals: globals(),
      };
      done(await run(args, io));
    });
  program
    .command('runs')
    .summary('list runs')
    .description('List runs, the newest first.')
    .option('--limit <n>', 'how many at most', parseCount, 50)
    .action(async (options: { limit: number }) => {
      const { runs } = await import('./commands/runs.js');
      done(await runs({ limit: options.limit, globals: globals() }, io));
    });
  program
    .command('status')
    .summary('show a run')
    .description('Show how a run stands: what it waits for, its steps and machines.')
    .argument('<run>', "the run's id")
    .option('--watch', 'follow the run to its end')
    .action(async (run: string, options: { watch?: boolean }) => {
      const { status } = await import('./commands/status.js');
      done(await status({ run, watch: options.watch ?? false, globals: globals() }, io));
    });
  program
    .command('report')
    .summary('write the report of a run')
    .description('Write the report of a run: a page, Markdown, JUnit or JSON; `-` is stdout.')
    .argument('<run>', "the run's id")
    .option('--html <file>', 'one self-contained page, to be read or printed')
    .option('--json-file <file>', 'the record; `--json FILE` is the same')
    .option('--md <file>', 'Markdown, for an issue or a wiki')
    .option('--junit <file>', "JUnit's XML, for a CI")
    .action(async (run: string, flags: ReportFlags) => {
      const { report } = await import('./commands/report.js');
      const { jsonFile, ...others } = flags;
      const files = jsonFile === undefined ? others : { ...others, json: jsonFile };
      done(await report({ run, files, globals: globals() }, io));
    });
}

function addCompletion(program: Command, { io, done }: Registry): void {
  program
    .command('completion')
    .summary('print completions for a shell')
    .description('Print completions for a shell, e.g.: source <(drillbook completion bash)')
    .argument('<shell>', 'bash, zsh or fish')
    .action(async (shell: string) => {
      const { completion } = await import('./commands/completion.js');
      done(completion({ shell, program }, io));
    });
}
