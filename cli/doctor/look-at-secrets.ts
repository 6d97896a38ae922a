import { resolveSecret } from '../../config/resolve-secret.js';
import type { Config, TextOrReference } from '../../config/config.js';
import type { Io } from '../io.js';
import { bad, good, wordsOf, type Finding } from './finding.js';

/** Whether each secret that a connection needs is there; none of them is shown. */
export async function lookAtSecrets(
  config: Config,
  only: string | null,
  io: Pick<Io, 'env'>,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const { apiKey } = config.temporal;
  if (apiKey !== null) findings.push(await lookAt('secret temporal.apiKey', apiKey, config, io));
  for (const connection of config.connections.values()) {
    if (only !== null && connection.name !== only) continue;
    if (connection.type !== 'enterprise-manager') continue;
    const place = `secret ${connection.name}`;
    findings.push(await lookAt(`${place}.username`, connection.username, config, io));
    findings.push(await lookAt(`${place}.password`, connection.password, config, io));
  }
  return findings;
}

async function lookAt(
  what: string,
  reference: TextOrReference,
  { folder }: Config,
  { env }: Pick<Io, 'env'>,
): Promise<Finding> {
  try {
    await resolveSecret(reference, { env, folder });
    return good(what, reference.kind === 'literal' ? 'in the file, as text' : 'is there');
  } catch (error) {
    return bad(what, wordsOf(error), 'the worker needs it too, in its own environment');
  }
}
