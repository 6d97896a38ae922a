import { InvalidArgumentError, type Command } from 'commander';
import type { Registry } from './registry.js';

/** Adds the commands that run something in the foreground, and `doctor`, which looks at it. */
export function addServerCommands(program: Command, registry: Registry): void {
  addWorker(program, registry);
  addDev(program, registry);
  addDemo(program, registry);
  addSimulator(program, registry);
  addDoctor(program, registry);
}

function addWorker(program: Command, { io, done, globals }: Registry): void {
  program
    .command('worker')
    .description('Run a worker in the foreground, for production.')
    .action(async () => {
      const { worker } = await import('./commands/worker.js');
      done(await worker({ globals: globals() }, io));
    });
}

interface DevFlags {
  readonly db?: string;
  readonly port?: number;
  readonly ui?: boolean;
  readonly simulator?: string | true;
}

function addDev(program: Command, { io, done, globals }: Registry): void {
  program
    .command('dev')
    .summary('everything on one machine: Temporal server and worker')
    .description('Run everything on one machine in the foreground: Temporal server and worker.')
    .option('--db <file>', "the server's SQLite file (default: in the user's state folder)")
    .option('--port <n>', "the server's port (default: that of temporal.address)", parsePort)
    .option('--ui', "Temporal's web pages too")
    .option('--simulator [scenario]', 'a simulated Veeam server too (default: that of the demo)')
    .action(async (flags: DevFlags) => {
      const { dev } = await import('./commands/dev.js');
      const args = {
        db: flags.db ?? null,
        port: flags.port ?? null,
        ui: flags.ui ?? false,
        simulator: flags.simulator ?? null,
        globals: globals(),
      };
      done(await dev(args, io));
    });
}

function addDemo(program: Command, { io, done, globals }: Registry): void {
  program
    .command('demo')
    .description('Run a drill against a simulated Veeam server, all in one go.')
    .option('--report <file>', "write the drill's report there, as a page")
    .action(async ({ report = null }: { report?: string | null }) => {
      const { demo } = await import('./commands/demo.js');
      done(await demo({ report, globals: globals() }, io));
    });
}

interface SimulatorFlags {
  readonly scenario: string;
  readonly port?: number;
  readonly controlPort?: number;
}

function addSimulator(program: Command, { io, done }: Registry): void {
  program
    .command('simulator')
    .description('Run a simulated Veeam server in the foreground.')
    .requiredOption('--scenario <file>', 'what it plays')
    .option('--port <n>', 'the port of its API', parsePort)
    .option('--control-port <n>', 'the port of its control address', parsePort)
    .action(async (flags: SimulatorFlags) => {
      const { simulator } = await import('./commands/simulator.js');
      const { scenario, port = null, controlPort = null } = flags;
      done(await simulator({ scenario, port, controlPort }, io));
    });
}

function addDoctor(program: Command, { io, done, globals }: Registry): void {
  program
    .command('doctor')
    .summary('check configuration, Temporal and connections')
    .description('Check the configuration, its secrets, Temporal, and each connection.')
    .option('--connection <name>', 'look at this connection only')
    .action(async (flags: { connection?: string }) => {
      const { doctor } = await import('./commands/doctor.js');
      done(await doctor({ connection: flags.connection ?? null, globals: globals() }, io));
    });
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new InvalidArgumentError('Give a port, 0 to 65535.');
  }
  return port;
}
