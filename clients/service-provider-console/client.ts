import { ClientError } from '../client-error.js';
import { apiRoot } from '../transport/base-url.js';
import { Caller } from '../transport/caller.js';
import { processClock } from '../transport/clock.js';
import { serverTimeOf } from '../transport/exchange.js';
import { expectSame } from '../transport/expect-same.js';
import { KnownSecrets } from '../transport/known-secrets.js';
import type { CallOptions } from '../transport/options.js';
import { Pace } from '../transport/pace.js';
import { Transport } from '../transport/transport.js';
import { acceptedOf } from './accepted.js';
import type { Mutation } from './calls.js';
import { ConsoleCalls } from './calls.js';
import { asyncActionOf, decodeItem, failoverPlanOf, userOf } from './decode.js';
import { consoleDialect, PREFIX } from './dialect.js';
import { optionalText } from './json-fields.js';
import { listBackupServers, listObjects, listPlans } from './listing.js';
import type { ServiceProviderConsoleOptions } from './options.js';
import type { SpcPlanFilter } from './requests.js';
import { actionPath, patchBody, planPath, requestUuid, startPath } from './requests.js';
import type {
  Accepted,
  AsyncAction,
  PlanCommands,
  SpcBackupServer,
  SpcFailoverPlan,
  SpcPlanObject,
  SpcServer,
  SpcUser,
} from './resources.js';
import { AccessTokens } from './tokens.js';

/**
 * One Service Provider Console, spoken to over its REST API v3 (3.6.1). It retries nothing but a
 * read whose token is void (once, with a new one). Every method throws ClientError, whose kind says
 * what the failure proves. The Console says that it queued an operation, never that it is done.
 */
export class ServiceProviderConsoleClient {
  readonly name: string;
  readonly #transport: Transport;
  readonly #calls: ConsoleCalls;

  constructor(options: ServiceProviderConsoleOptions) {
    const { name, auth, onWarning } = options;
    this.name = name;
    this.#transport = new Transport({
      ...options,
      root: apiRoot(options.url, PREFIX),
      mediaType: 'application/json',
    });
    const secrets = new KnownSecrets();
    const caller = new Caller({
      connection: name,
      transport: this.#transport,
      dialect: consoleDialect,
      maxRequests: options.maxRequests,
      pace: new Pace(options.requestsPerSecond ?? null, processClock),
      secrets,
    });
    const warn = (message: string): void => onWarning?.(`${name}: ${message}`);
    const tokens = new AccessTokens(caller, { connection: name, auth, warn, secrets });
    this.#calls = new ConsoleCalls(caller, tokens, auth.kind);
  }

  /** Who we are, and in which role. */
  async currentUser(options: CallOptions = {}): Promise<SpcUser> {
    return this.#item('currentUser', '/users/me', userOf, options);
  }

  /** The server's version and its own clock (its Date header, to the second). */
  async about(options: CallOptions = {}): Promise<SpcServer> {
    return this.#calls.read(
      {
        operation: 'about',
        path: '/about',
        decode: (body, answer) => ({
          version: decodeItem(body, (about) => optionalText(about, 'serverVersion')),
          serverTime: serverTimeOf(answer),
        }),
      },
      options,
    );
  }

  /** The backup servers that plans can be on. */
  async listBackupServers(options: CallOptions = {}): Promise<readonly SpcBackupServer[]> {
    return listBackupServers(this.#calls, options);
  }

  async listFailoverPlans(
    filter: SpcPlanFilter = {},
    options: CallOptions = {},
  ): Promise<readonly SpcFailoverPlan[]> {
    return listPlans(filter, this.#calls, options);
  }

  async getFailoverPlan(planUid: string, options: CallOptions = {}): Promise<SpcFailoverPlan> {
    const decode = (plan: Parameters<typeof failoverPlanOf>[0]): SpcFailoverPlan =>
      expectSame(failoverPlanOf(plan), 'planId', planUid.toLowerCase());

    return this.#item('getFailoverPlan', planPath(planUid), decode, options);
  }

  /** The machines of a plan, with the session of their last failover. */
  async listPlanObjects(
    planUid: string,
    options: CallOptions = {},
  ): Promise<readonly SpcPlanObject[]> {
    return listObjects(planUid, this.#calls, options);
  }

  /**
   * Starts a plan, or tests it, to the newest restore points or the newest before a time, which
   * must not lie ahead of the server's clock. Repeatable only within 5 minutes by the same id.
   */
  async start(
    planUid: string,
    start: {
      readonly dateTime: string | null;
      readonly test: boolean;
      readonly requestId: string;
    },
    options: CallOptions = {},
  ): Promise<Accepted> {
    const { dateTime, test, requestId } = start;
    const mutation = { operation: test ? 'testPlan' : 'startPlan', requestId };
    const path = startPath(planUid, dateTime, test);

    return this.#queue({ ...mutation, path }, options, async () => {
      if (dateTime === null) return;
      const { serverTime } = await this.about(options);
      const now = serverTime === null ? Date.now() : Date.parse(serverTime);
      if (Date.parse(dateTime) > now) throw this.#future(mutation.operation, path, dateTime, now);
    });
  }

  /** Undoes a plan's last session: what changed on the replicas since is discarded. */
  async undo(
    planUid: string,
    undo: { readonly requestId: string },
    options: CallOptions = {},
  ): Promise<Accepted> {
    const path = `${planPath(planUid)}/undo`;

    return this.#queue({ operation: 'undoPlan', path, ...undo }, options, () => Promise.resolve());
  }

  /** Changes commands of a plan; the ones it had before, read just before. An empty text is none. */
  async patch(
    planUid: string,
    change: {
      readonly preFailoverCommand?: string;
      readonly postFailoverCommand?: string;
      readonly requestId: string;
    },
    options: CallOptions = {},
  ): Promise<{ readonly accepted: Accepted; readonly old: PlanCommands }> {
    const { requestId, ...commands } = change;
    if (Object.keys(commands).length === 0) throw new TypeError('patch: no command is given');
    const { answer, prepared } = await this.#calls.mutate(
      {
        operation: 'patchPlan',
        method: 'PATCH',
        path: planPath(planUid),
        body: patchBody(commands),
        requestId: requestUuid(requestId),
        decode: acceptedOf,
      },
      options,
      () => this.getFailoverPlan(planUid, options),
    );
    const { preFailoverCommand, postFailoverCommand } = prepared;

    return { accepted: answer, old: { preFailoverCommand, postFailoverCommand } };
  }

  /** An operation by the X-Request-id it was sent with. A 404 later than 5 minutes proves nothing. */
  async getAsyncAction(id: string, options: CallOptions = {}): Promise<AsyncAction> {
    const decode = (action: Parameters<typeof asyncActionOf>[0]): AsyncAction =>
      expectSame(asyncActionOf(action), 'id', id.toLowerCase());

    return this.#item('getAsyncAction', actionPath(id), decode, options);
  }

  /**
   * Returns when the operation was answered with success, which says that it was queued.
   *
   * @throws ClientError of kind `refused` with the operation's own errors, `unclear` while it runs.
   */
  async getAsyncActionResult(id: string, options: CallOptions = {}): Promise<void> {
    const path = `${actionPath(id)}/result`;
    await this.#calls.read(
      { operation: 'getAsyncActionResult', path, decode: acceptedOf },
      options,
    );
  }

  /** Ends all connections. Never throws, and may be called again. */
  close(): Promise<void> {
    this.#transport.close();

    return Promise.resolve();
  }

  #item<T>(
    operation: string,
    path: string,
    decode: Parameters<typeof decodeItem<T>>[1],
    options: CallOptions,
  ): Promise<T> {
    return this.#calls.read(
      { operation, path, decode: (body) => decodeItem(body, decode) },
      options,
    );
  }

  async #queue(
    mutation: Pick<Mutation<Accepted>, 'operation' | 'path' | 'requestId'>,
    options: CallOptions,
    prepare: () => Promise<void>,
  ): Promise<Accepted> {
    requestUuid(mutation.requestId);
    const call = { ...mutation, method: 'POST', body: null, decode: acceptedOf } as const;
    const { answer } = await this.#calls.mutate(call, options, prepare);

    return answer;
  }

  #future(operation: string, path: string, dateTime: string, now: number): ClientError {
    const clock = new Date(now).toISOString();

    return new ClientError({
      kind: 'refused',
      message: `${this.name}: ${operation} (POST ${PREFIX}${path}) was not sent: ${dateTime} lies ahead of the server's clock (${clock}), and no restore point can be newer`,
      connection: this.name,
      operation,
      method: 'POST',
      path: `${PREFIX}${path}`,
      status: null,
      serverMessage: null,
      retryAfterSeconds: null,
    });
  }
}
