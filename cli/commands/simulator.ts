import { startScenario } from '../dev/demo-simulator.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { stopSignals } from '../stop-signals.js';

export interface SimulatorArgs {
  readonly scenario: string;
  /** null: the scenario's own, or a free one. */
  readonly port: number | null;
  readonly controlPort: number | null;
}

/** Runs a simulated Veeam server in the foreground until it is told to stop. */
export async function simulator(args: SimulatorArgs, io: Io): Promise<ExitCode> {
  const signals = stopSignals(io);
  const { simulator: running } = await startScenario(args.scenario, args, io);
  const address = running.consoleUrl;
  const console = address === null ? '' : `console  ${address}\n`;
  io.stdout.write(`api      ${running.url}\n${console}control  ${running.controlUrl}\nready\n`);
  try {
    // It can be told over its control address, too.
    await Promise.race([signals.first, running.closed]);
    return EXIT.done;
  } finally {
    signals.release();
    await running.close();
  }
}
