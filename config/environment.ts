import { resolve } from 'node:path';
import type { ConfigProblem } from './config-error.js';
import type { TemporalConfig, TemporalTls } from './config.js';

type Env = Readonly<Record<string, string | undefined>>;

// The names are those of Temporal's own tools and SDKs.
const TLS_FILES = {
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: 'caFile',
  TEMPORAL_TLS_CLIENT_CERT_PATH: 'certFile',
  TEMPORAL_TLS_CLIENT_KEY_PATH: 'keyFile',
} as const;

const TLS_NAMES = ['TEMPORAL_TLS', 'TEMPORAL_TLS_SERVER_NAME', ...Object.keys(TLS_FILES)];

const NO_TLS_FILES: TemporalTls = { caFile: null, certFile: null, keyFile: null, serverName: null };

/** The TEMPORAL_* variables over what the file says; empty ones count as not set. */
export function overrideTemporal(
  written: TemporalConfig,
  env: Env,
  cwd: string,
): { readonly temporal: TemporalConfig; readonly problems: readonly ConfigProblem[] } {
  const value = (name: string): string | null => (env[name] === '' ? null : (env[name] ?? null));
  const apiKey = value('TEMPORAL_API_KEY') === null ? written.apiKey : API_KEY;

  return {
    temporal: {
      ...written,
      address: value('TEMPORAL_ADDRESS') ?? written.address,
      namespace: value('TEMPORAL_NAMESPACE') ?? written.namespace,
      apiKey,
      tls: overrideTls(written.tls, value, cwd),
    },
    problems: problemsOf(env),
  };
}

const API_KEY = { kind: 'env', name: 'TEMPORAL_API_KEY', where: 'TEMPORAL_API_KEY' } as const;

function overrideTls(
  written: TemporalTls | null,
  value: (name: string) => string | null,
  cwd: string,
): TemporalTls | null {
  const isOn = flag(value('TEMPORAL_TLS'));
  if (isOn === false) return null;
  const named = Object.entries(TLS_FILES).flatMap(([name, key]) => {
    const path = value(name);
    return path === null ? [] : [[key, resolve(cwd, path)] as const];
  });
  const serverName = value('TEMPORAL_TLS_SERVER_NAME');
  const isNamed = named.length > 0 || serverName !== null;
  if (written === null && isOn === null && !isNamed) return null;

  return {
    ...(written ?? NO_TLS_FILES),
    ...(Object.fromEntries(named) as Partial<TemporalTls>),
    ...(serverName === null ? {} : { serverName }),
  };
}

function flag(text: string | null): boolean | null {
  if (text === null) return null;

  return ['true', '1'].includes(text.toLowerCase());
}

function problemsOf(env: Env): readonly ConfigProblem[] {
  const problems: string[] = [];
  const { TEMPORAL_TLS: tls, TEMPORAL_ADDRESS: address } = env;
  if (tls !== undefined && !/^(?:|true|false|0|1)$/i.test(tls)) {
    problems.push('environment variable TEMPORAL_TLS must be true or false');
  }
  if (address !== undefined && !/^(?:|[^\s/@]+:\d{1,5})$/.test(address)) {
    problems.push('environment variable TEMPORAL_ADDRESS must be host:port, like 127.0.0.1:7233');
  }
  for (const name of Object.keys(env)) {
    if (!name.startsWith('TEMPORAL_TLS') || TLS_NAMES.includes(name)) continue;
    problems.push(
      `environment variable ${name} is not supported; allowed: ${TLS_NAMES.join(', ')}`,
    );
  }

  return problems.map((message) => ({ place: null, message }));
}
