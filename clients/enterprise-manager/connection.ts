import { ClientError } from '../client-error.js';
import { apiRoot } from '../transport/base-url.js';
import { Caller } from '../transport/caller.js';
import { processClock } from '../transport/clock.js';
import { KnownSecrets } from '../transport/known-secrets.js';
import { Pace } from '../transport/pace.js';
import { Transport } from '../transport/transport.js';
import { enterpriseManagerDialect, MEDIA_TYPES } from './dialect.js';
import type { EnterpriseManagerOptions, Wire } from './options.js';
import { SessionCalls } from './session-calls.js';
import { LogonSessions } from './sessions.js';
import { TaskWatch } from './task-watch.js';

/** How long closing may take, in milliseconds. */
const CLOSE_LIMIT_MS = 5_000;

/** What stands behind a client: sockets, the logon session, and what keeps it alive. */
export class Connection {
  readonly name: string;
  readonly caller: Caller;
  readonly sessions: LogonSessions;
  readonly calls: SessionCalls;
  readonly tasks: TaskWatch;
  readonly warn: (message: string) => void;
  readonly wire: Wire;
  /** The types that this connection's role may not ask the query service for. */
  readonly unqueryable = new Set<string>();
  readonly #transport: Transport;
  #closing: Promise<void> | null = null;

  constructor(options: EnterpriseManagerOptions) {
    const { name, credentials, onWarning } = options;
    this.name = name;
    this.warn = (message) => onWarning?.(`${name}: ${message}`);
    this.wire = options.wire ?? 'xml';
    const mediaType = MEDIA_TYPES[this.wire];
    const secrets = new KnownSecrets();
    this.#transport = new Transport({ ...options, root: apiRoot(options.url, '/api'), mediaType });
    this.caller = new Caller({
      connection: name,
      transport: this.#transport,
      dialect: enterpriseManagerDialect,
      maxRequests: options.maxRequests,
      pace: new Pace(options.requestsPerSecond ?? null, processClock),
      secrets,
    });
    const account = options.account ?? { kind: 'user' };
    const { wire } = this;
    this.sessions = new LogonSessions(this.caller, {
      connection: name,
      credentials,
      account,
      wire,
      secrets,
    });
    this.tasks = new TaskWatch(
      () => this.sessions.idleMilliseconds,
      () => this.#keepWarm(),
    );
    this.calls = new SessionCalls(this.caller, this.sessions, {
      isFollowing: () => this.tasks.isFollowing,
      warn: this.warn,
    });
  }

  /** Logs off unless a task is followed, then ends all connections. Never throws. */
  close(): Promise<void> {
    this.#closing ??= this.#close();

    return this.#closing;
  }

  async #close(): Promise<void> {
    const isFollowing = this.tasks.isFollowing;
    this.tasks.stop();
    if (!isFollowing) await this.#logoff();
    this.#transport.close();
  }

  async #logoff(): Promise<void> {
    const signal = AbortSignal.timeout(CLOSE_LIMIT_MS);
    const late = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => {
        resolve();
      });
    });
    const logoff = this.sessions.logoff({ signal }).catch((error: unknown) => {
      this.warn(`could not log off${because(error)}`);
    });
    await Promise.race([logoff, late]);
  }

  /** A cheap read within the present session; its failure is not a fault of anyone's call. */
  async #keepWarm(): Promise<void> {
    const session = this.sessions.present;
    if (session === null) return;
    const path = `/logonSessions/${session.info.sessionId}`;
    const call = { operation: 'keepWarm', path, body: null, decode: () => null };
    await this.calls.within(session, call, {}).catch((error: unknown) => {
      this.warn(`the logon session could not be kept warm${because(error)}`);
    });
  }
}

function because(error: unknown): string {
  return error instanceof ClientError ? `: ${error.message}` : '';
}
