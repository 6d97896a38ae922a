import { readFile } from 'node:fs/promises';
import type { NativeConnectionOptions } from '@temporalio/worker';
import type { TemporalConfig } from '../config/config.js';
import { resolveSecret, type SecretSource } from '../config/resolve-secret.js';

type TlsConfig = Exclude<NativeConnectionOptions['tls'], boolean | null | undefined>;

/** What both kinds of connection to Temporal (a client's and a worker's) are made with. */
export interface TemporalOptions {
  readonly address: string;
  readonly tls?: TlsConfig;
  readonly apiKey?: string;
}

/** Reads certificates and the API key now; `address` goes before the configured one. */
export async function temporalOptions(
  config: TemporalConfig,
  secrets: SecretSource,
  address = config.address,
): Promise<TemporalOptions> {
  const { tls, apiKey } = config;
  return {
    address,
    ...(tls === null ? {} : { tls: await tlsOptions(tls) }),
    ...(apiKey === null ? {} : { apiKey: await resolveSecret(apiKey, secrets) }),
  };
}

async function tlsOptions(tls: NonNullable<TemporalConfig['tls']>): Promise<TlsConfig> {
  const { caFile, certFile, keyFile, serverName } = tls;
  return {
    ...(caFile === null ? {} : { serverRootCACertificate: await readFile(caFile) }),
    ...(serverName === null ? {} : { serverNameOverride: serverName }),
    ...(certFile === null || keyFile === null
      ? {}
      : { clientCertPair: { crt: await readFile(certFile), key: await readFile(keyFile) } }),
  };
}
