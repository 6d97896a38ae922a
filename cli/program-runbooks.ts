import { Argument, Option, type Command } from 'commander';
import type { Mode } from '../plan/plan.js';
import type { PlanGraph } from './commands/plan.js';
import type { SchemaName } from './commands/schema.js';
import { CHECK_FORMATS, type CheckFormat } from './check-format.js';
import { collectInput, modeOption, parseCount, type Inputs } from './options.js';
import type { Registry } from './registry.js';

/** Adds the commands that work on runbooks and ask no server. */
export function addRunbookCommands(program: Command, registry: Registry): void {
  addCheck(program, registry);
  addPlan(program, registry);
  addTest(program, registry);
  addDiff(program, registry);
  addImport(program, registry);
  addFmt(program, registry);
  addInit(program, registry);
  addSchema(program, registry);
}

function addCheck(program: Command, { io, done, globals }: Registry): void {
  program
    .command('check')
    .summary('check runbooks')
    .description('Check runbooks: language, order, policies, and the rules of a drill.')
    .argument('<file...>', 'runbooks')
    .addOption(modeOption('check for one mode only'))
    .addOption(
      new Option('--format <format>', 'how it is printed (default: text)').choices(CHECK_FORMATS),
    )
    .action(async (files: string[], options: { mode?: Mode; format?: CheckFormat }) => {
      const { check } = await import('./commands/check.js');
      const { mode = null, format = null } = options;
      done(await check({ files, mode, format, globals: globals() }, io));
    });
}

interface TestFlags {
  readonly filter?: string;
  readonly jobs?: number;
  readonly junit?: string;
  readonly records?: string;
}

function addTest(program: Command, { io, done, globals }: Registry): void {
  program
    .command('test')
    .summary('play the tests of runbooks')
    .description(
      'Play the tests of runbooks (*.test.yaml) on simulated servers, in scaled time: no server of yours is reached.',
    )
    .argument('[files...]', 'files of tests, runbooks, or folders (default: this folder)')
    .option('--filter <text>', 'only tests with this text in their name')
    .option('--jobs <n>', 'how many at a time (default: cores, at most 4)', parseCount)
    .option('--junit <file>', "write the results as JUnit's XML")
    .option('--records <folder>', "write the record of each test's run there")
    .action(async (files: string[], flags: TestFlags) => {
      const { test } = await import('./commands/test.js');
      const { filter = null, jobs = null, junit = null, records = null } = flags;
      done(await test({ files, filter, jobs, junit, records, globals: globals() }, io));
    });
}

interface PlanFlags {
  readonly mode?: Mode;
  readonly input?: Inputs;
  readonly graph?: PlanGraph;
  readonly print?: boolean;
}

function addPlan(program: Command, { io, done, globals }: Registry): void {
  program
    .command('plan')
    .summary('show what a runbook would do')
    .description('Show the compiled plan: steps in order, targets, calls, policies and limits.')
    .argument('<file>', 'the runbook')
    .addOption(
      modeOption(
        'the mode (default: drill where the runbook may be one and has steps in it, else live)',
      ),
    )
    .option('--input <name=value>', 'an input of the runbook; repeatable', collectInput)
    .addOption(
      new Option('--graph <form>', 'print the order of the steps only').choices([
        'text',
        'mermaid',
      ]),
    )
    .option('--print', 'the runbook on paper, in Markdown: what to do by hand, and room to sign')
    .action(async (file: string, options: PlanFlags) => {
      const { plan } = await import('./commands/plan.js');
      const { mode = null, input = {}, graph = null, print = false } = options;
      done(await plan({ file, mode, inputs: input, graph, print, globals: globals() }, io));
    });
}

function addDiff(program: Command, { io, done, globals }: Registry): void {
  program
    .command('diff')
    .summary('show what has changed in meaning between two runbooks')
    .description(
      'Show what has changed in meaning between two runbooks, or plans of `plan --json`: not line by line.',
    )
    .argument('<before>', 'a runbook or a plan')
    .argument('<after>', 'a runbook or a plan')
    .addOption(modeOption('compare one mode only'))
    .action(async (before: string, after: string, options: { mode?: Mode }) => {
      const { diff } = await import('./commands/diff.js');
      done(await diff({ before, after, mode: options.mode ?? null, globals: globals() }, io));
    });
}

interface ImportFlags {
  readonly connection: string;
  readonly output?: string;
  readonly id?: string;
  readonly collect?: boolean;
}

function addImport(program: Command, { io, done, globals }: Registry): void {
  program
    .command('import')
    .summary('write a runbook from what a server has')
    .description('Write a draft of a runbook from the plans and replicas that a server shows.')
    .requiredOption('--connection <name>', 'the server, as the configuration names it')
    .option('-o, --output <file>', 'write to this file, which must not be there yet')
    .option('--id <id>', "the runbook's id (default: made of the connection's name)")
    .option('--collect', "have Enterprise Manager collect its backup servers' data first")
    .action(async (flags: ImportFlags) => {
      const { importRunbook } = await import('./commands/import.js');
      const { connection, output = null, id = null, collect = false } = flags;
      done(await importRunbook({ connection, output, id, collect, globals: globals() }, io));
    });
}

function addFmt(program: Command, { io, done, globals }: Registry): void {
  program
    .command('fmt')
    .summary('format runbooks')
    .description(
      'Format runbooks: order of keys, indentation, quotes. Comments, anchors and meaning stay, or it refuses.',
    )
    .argument('<file...>', 'runbooks')
    .option('--check', 'only say which would change; exit 1 if one would')
    .option('--write', 'write those that change (default: print the one)')
    .action(async (files: string[], options: { check?: boolean; write?: boolean }) => {
      const { fmt } = await import('./commands/fmt.js');
      const { check = false, write = false } = options;
      done(await fmt({ files, check, write, globals: globals() }, io));
    });
}

function addInit(program: Command, { io, done, globals }: Registry): void {
  program
    .command('init')
    .summary('write a runbook, its tests and a configuration to start from')
    .description(
      'Write a commented runbook, tests of it and a configuration to start from, never over a file.',
    )
    .argument('[folder]', 'where (default: here)')
    .action(async (folder: string | undefined) => {
      const { init } = await import('./commands/init.js');
      done(await init({ folder: folder ?? null, globals: globals() }, io));
    });
}

function addSchema(program: Command, { io, done }: Registry): void {
  const which = new Argument('[which]', 'whose')
    .choices(['runbook', 'config', 'test'])
    .default('runbook');
  program
    .command('schema')
    .summary('print the JSON Schema for editors')
    .description(
      'Print the JSON Schema of runbooks, of their tests or of the configuration, for editors.',
    )
    .addArgument(which)
    .action(async (name: SchemaName) => {
      const { schema } = await import('./commands/schema.js');
      done(await schema({ name }, io));
    });
}
