import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * Where Drillbook keeps what must outlive a command: `$XDG_STATE_HOME/drillbook`, else
 * `~/.local/state/drillbook` (XDG base directory specification: a relative path counts as none).
 */
export function stateFolder(env: NodeJS.ProcessEnv): string {
  const named = env['XDG_STATE_HOME'] ?? '';
  const home = env['HOME'] ?? homedir();
  return join(isAbsolute(named) ? named : join(home, '.local', 'state'), 'drillbook');
}
