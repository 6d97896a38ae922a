import { palette } from '../../report/terminal/palette.js';
import { plainText } from '../../report/terminal/plain-text.js';
import type { Config } from '../../config/config.js';
import { good, type Finding } from '../doctor/finding.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { GlobalOptions } from '../global-options.js';
import type { Io } from '../io.js';
import { connectionNamed } from '../connection-named.js';
import { loadSettings, tellWarnings } from '../load-settings.js';

export interface DoctorArgs {
  /** null: all of them. */
  readonly connection: string | null;
  readonly globals: GlobalOptions;
}

/** Looks at everything a run needs, a line each; exit 3 when something fails. */
export async function doctor(args: DoctorArgs, io: Io): Promise<ExitCode> {
  const config = await loadSettings(args.globals, io);
  tellWarnings(config, io);
  const findings = await examine(config, args.connection, io);
  if (args.globals.json) {
    const checks = findings.map(({ what, isGood, seen, advice }) => ({
      what,
      ok: isGood,
      seen,
      advice,
    }));
    io.stdout.write(`${JSON.stringify({ checks }, null, 2)}\n`);
  } else {
    for (const finding of findings) io.stdout.write(`${render(finding, io.colour.stdout)}\n`);
  }
  return findings.every(({ isGood }) => isGood) ? EXIT.done : EXIT.wrongUse;
}

async function examine(config: Config, only: string | null, io: Io): Promise<Finding[]> {
  const wanted = only === null ? [...config.connections.values()] : [connectionNamed(only, config)];
  const [{ lookAtTemporal }, { lookAtSecrets }, { lookAtConnection }] = await Promise.all([
    import('../doctor/look-at-temporal.js'),
    import('../doctor/look-at-secrets.js'),
    import('../doctor/look-at-connection.js'),
  ]);
  const [secrets, temporal, ...servers] = await Promise.all([
    lookAtSecrets(config, only, io),
    lookAtTemporal(config, io),
    ...wanted.map((connection) => lookAtConnection(connection, config, io)),
  ]);
  return [configuration(config), ...secrets, ...temporal, ...servers.flat()];
}

function configuration({ file, connections }: Config): Finding {
  const count = `${connections.size} connection${connections.size === 1 ? '' : 's'}`;
  if (file !== null) return good('configuration', `${file}, ${count}`);
  return good('configuration', 'built-in defaults', 'write temporal.config.yaml to name servers');
}

function render({ what, isGood, seen, advice }: Finding, isColoured: boolean): string {
  const colours = palette(isColoured);
  const word = isGood ? colours.green('ok    ') : colours.red('FAILED');
  const hint = advice === null ? '' : colours.yellow(`; ${advice}`);
  return `${word}  ${what}: ${plainText(seen)}${hint}`;
}
