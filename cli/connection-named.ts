import type { Config, ConnectionConfig } from '../config/config.js';
import { wrongUse } from './command-error.js';

/** A connection by its name. @throws CommandError (exit 3) that names those there are. */
export function connectionNamed(name: string, { connections }: Config): ConnectionConfig {
  const connection = connections.get(name);
  if (connection !== undefined) return connection;
  const names = [...connections.keys()].join(', ');
  throw wrongUse(`there is no connection ${name}; there are: ${names === '' ? 'none' : names}`);
}
