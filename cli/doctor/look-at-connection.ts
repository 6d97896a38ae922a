import type { Config, ConnectionConfig } from '../../config/config.js';
import type { Io } from '../io.js';
import { good, type Finding } from './finding.js';
import { lookAtCertificate } from './look-at-certificate.js';
import { lookAtConsole } from './look-at-console.js';
import { lookAtEnterpriseManager } from './look-at-enterprise-manager.js';
import { lookAtHttp } from './look-at-http.js';
import { addressOf, lookAtNetwork } from './look-at-network.js';

/**
 * Looks at one connection from the outside in: name, port, certificate, then what the server says.
 * The first thing that fails ends it, because what comes after would only repeat it. Changes
 * nothing on the server but for a logon, which is logged off again.
 */
export async function lookAtConnection(
  connection: ConnectionConfig,
  config: Config,
  io: Pick<Io, 'env' | 'now'>,
): Promise<Finding[]> {
  const { name, url, tls } = connection;
  const address = addressOf(url);
  const findings = await lookAtNetwork(name, address);
  if (isOver(findings)) return findings;
  findings.push(
    ...(address.isTls
      ? await lookAtCertificate(name, address, tls, io.now())
      : [good(`certificate ${name}`, 'none: the url is http://', IN_CLEAR)]),
  );
  if (isOver(findings)) return findings;
  return [...findings, ...(await lookInside(connection, config, io))];
}

async function lookInside(
  connection: ConnectionConfig,
  config: Config,
  io: Pick<Io, 'env' | 'now'>,
): Promise<Finding[]> {
  switch (connection.type) {
    case 'enterprise-manager':
      return await lookAtEnterpriseManager(connection, config, io);
    case 'service-provider-console':
      return await lookAtConsole(connection, config, io);
    case 'http':
      return await lookAtHttp(connection, config, io);
  }
}

const IN_CLEAR = 'secrets travel in clear: use https:// outside a lab or a tunnel';

function isOver(findings: readonly Finding[]): boolean {
  return findings.some(({ isGood }) => !isGood);
}
