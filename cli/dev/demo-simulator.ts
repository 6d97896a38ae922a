import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { RunningSimulator } from '../../simulator/start-simulator.js';
import { wrongUse } from '../command-error.js';
import type { Io } from '../io.js';
import { packageFolder } from '../version.js';

/** The variable that temporal.config.yaml takes the demo connection's password from. */
export const DEMO_PASSWORD = 'DRILLBOOK_DEMO_PASSWORD';

/** The ports at which temporal.config.yaml expects the simulator of `dev --simulator`. */
export const DEMO_PORT = 18_398;
export const DEMO_CONTROL_PORT = 18_399;

export interface StartedScenario {
  readonly simulator: RunningSimulator;
  /** The password of the scenario's first user: no secret, it opens a simulator only. */
  readonly password: string;
}

/** Starts a simulator; `file` null plays the demo's scenario, ports null are the scenario's own. */
export async function startScenario(
  file: string | null,
  ports: { readonly port: number | null; readonly controlPort: number | null },
  io: Pick<Io, 'cwd'>,
): Promise<StartedScenario> {
  const path =
    file === null
      ? join(packageFolder(), 'runbooks', 'scenarios', 'demo.yaml')
      : resolve(io.cwd, file);
  const [{ parseScenario }, { startSimulator }] = await Promise.all([
    import('../../simulator/scenario/parse-scenario.js'),
    import('../../simulator/start-simulator.js'),
  ]);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw wrongUse(`can't read the scenario ${file ?? path}: ${why}`);
  });
  const scenario = parseScenario(text, file ?? path);
  const simulator = await startSimulator(scenario, {
    ...(ports.port === null ? {} : { port: ports.port }),
    ...(ports.controlPort === null ? {} : { controlPort: ports.controlPort }),
  }).catch((error: unknown) => {
    throw wrongUse(
      `the simulator can't start: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  return { simulator, password: scenario.server.users[0]?.password ?? '' };
}
