import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { probeTcp } from '../../clients/tcp-probe.js';
import { errorCode } from '../../config/error-code.js';
import { bad, good, type Finding } from './finding.js';

const LIMIT_MS = 10_000;

/** Where a connection's server listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
}

/** The address within a URL that the configuration has checked. */
export function addressOf(url: string): Address {
  const { protocol, hostname, port } = new URL(url);
  const isTls = protocol === 'https:';
  // The URL holds an IPv6 address in brackets.
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return { host, port: port === '' ? (isTls ? 443 : 80) : Number(port), isTls };
}

/** Whether the host's name is known, and something listens at its port. Ends at the first that fails. */
export async function lookAtNetwork(name: string, { host, port }: Address): Promise<Finding[]> {
  const what = `network ${name}`;
  const found = await addressesOf(host);
  if (typeof found === 'string') {
    const seen = `the host name ${host} is not known (${found})`;
    return [bad(what, seen, 'check the url of the connection, and the DNS of this machine')];
  }
  const { state, seen } = await probeTcp(host, port, { limitMilliseconds: LIMIT_MS });
  const where = isIP(host) === 0 ? `${host} (${found.join(', ')})` : host;
  if (state === 'open') return [good(what, `${where} listens at port ${port}`)];
  const silent = seen.startsWith('no answer');
  const advice = silent
    ? 'check the address, and the firewalls between this machine and the server'
    : 'check the port, and that the service runs there';
  return [bad(what, `${where}, port ${port}: ${wordsFor(seen)}`, advice)];
}

function wordsFor(seen: string): string {
  return seen === 'connection refused' ? 'nothing listens there (ECONNREFUSED)' : seen;
}

/** A string is the code of what went wrong. */
async function addressesOf(host: string): Promise<readonly string[] | string> {
  if (isIP(host) !== 0) return [host];
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch (error) {
    return errorCode(error);
  }
}
