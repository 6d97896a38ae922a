import { ClientError } from '../client-error.js';
import { Caller } from './caller.js';
import type { EnterpriseManagerOptions } from './options.js';
import { SessionCalls } from './session-calls.js';
import { LogonSessions } from './sessions.js';
import { TaskWatch } from './task-watch.js';
import { Transport } from './transport.js';

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
  readonly #transport: Transport;
  #closing: Promise<void> | null = null;

  constructor(options: EnterpriseManagerOptions) {
    const { name, credentials, onWarning } = options;
    this.name = name;
    this.warn = (message) => onWarning?.(`${name}: ${message}`);
    this.#transport = new Transport(options);
    this.caller = new Caller(name, this.#transport, options.maxRequests);
    this.sessions = new LogonSessions(this.caller, { connection: name, credentials });
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
