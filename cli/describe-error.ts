import { CommanderError } from 'commander';
import { CommandError } from './command-error.js';
import { grpcFailure } from './grpc-failure.js';
import { EXIT, type ExitCode } from './exit-code.js';

export interface ErrorReport {
  readonly exitCode: ExitCode;
  /** What to print on stderr; empty when it was said already. */
  readonly text: string;
}

/**
 * Turns whatever a command threw into an exit code and a text. What nobody foresaw is our own bug
 * (70) and says so; its stack is shown with DRILLBOOK_DEBUG=1 only.
 */
export function describeError(error: unknown, env: NodeJS.ProcessEnv): ErrorReport {
  // Commander has written its message, with a suggestion, before it throws.
  if (error instanceof CommanderError) {
    return { exitCode: error.exitCode === 0 ? EXIT.done : EXIT.wrongUse, text: '' };
  }
  if (error instanceof CommandError) return { exitCode: error.exitCode, text: error.message };
  if (isForeseen(error)) return { exitCode: EXIT.wrongUse, text: error.message };
  const namespace = missingNamespace(error);
  if (namespace !== null) {
    const text = `namespace ${namespace} is not there; choose another (temporal.namespace or TEMPORAL_NAMESPACE)`;
    return { exitCode: EXIT.wrongUse, text };
  }
  const lost = refusedNamespace(error) ?? lostConnection(error);
  if (lost !== null) return { exitCode: EXIT.wrongUse, text: lost };
  return { exitCode: EXIT.ownBug, text: bugText(error, env) };
}

// By name, because an import would load the configuration's reader, the clients and the simulator
// for every command.
const FORESEEN = new Set([
  'ClientError',
  'ConfigError',
  'DatabaseFileError',
  'DatabaseInUseError',
  'PortInUseError',
  'ScenarioError',
  'TemporalServerNotFoundError',
  'WorkerPortError',
]);

function isForeseen(error: unknown): error is Error {
  return error instanceof Error && FORESEEN.has(error.name);
}

/** gRPC's own codes (https://grpc.io/docs/guides/status-codes/). */
const GRPC_WORDS: Readonly<Record<number, string>> = {
  3: 'Temporal refused the request: it is not valid',
  4: 'Temporal did not answer in time',
  5: 'Temporal knows nothing of that name',
  7: 'Temporal refused the request: no permission',
  8: 'Temporal refused the request: a limit is exceeded',
  14: 'the connection to Temporal was lost',
  16: 'Temporal refused the credentials (temporal.apiKey or TLS)',
};

/** Temporal's client has an error for it with some calls, and gRPC's own with others. */
function missingNamespace(error: unknown): string | null {
  if (error instanceof Error && error.name === 'NamespaceNotFoundError') {
    const { namespace } = error as Error & { namespace?: unknown };
    return String(namespace);
  }
  const told = describedNamespace(error);
  if (told?.code === 'NotFound') return told.namespace;
  const failure = grpcFailure(error);
  if (failure?.code !== 5) return null;
  return /^Namespace (\S+) is not found/.exec(failure.details)?.[1] ?? null;
}

function refusedNamespace(error: unknown): string | null {
  const told = describedNamespace(error);
  if (told === null) return null;
  return `Temporal does not describe namespace ${told.namespace} (${told.code}); check with: drillbook doctor`;
}

/** A worker that starts has an error of the SDK's core, which tells gRPC's code in its words alone. */
function describedNamespace(error: unknown): { namespace: string; code: string } | null {
  const words = /^Namespace (\S+) was not found or otherwise could not be .*?Status \{ code: (\w+)/;
  const [, namespace, code] = words.exec(error instanceof Error ? error.message : '') ?? [];
  return namespace === undefined || code === undefined ? null : { namespace, code };
}

function lostConnection(error: unknown): string | null {
  const failure = grpcFailure(error);
  const words = failure === null ? undefined : GRPC_WORDS[failure.code];
  if (failure === null || words === undefined) return null;
  return `${words} (${failure.details}); check with: drillbook doctor`;
}

function bugText(error: unknown, env: NodeJS.ProcessEnv): string {
  const message = error instanceof Error ? error.message : String(error);
  const lines = [`this is a bug in Drillbook: ${message}`];
  if (env['DRILLBOOK_DEBUG'] === '1' && error instanceof Error) {
    lines.push(error.stack ?? '');
    for (let cause = error.cause; cause instanceof Error; cause = cause.cause) {
      lines.push(`caused by ${cause.stack ?? cause.message}`);
    }
  } else {
    lines.push('Please report it; DRILLBOOK_DEBUG=1 shows where it happened.');
  }
  return lines.join('\n');
}
