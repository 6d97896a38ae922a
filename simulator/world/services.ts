import { createServer as createHttpServer } from 'node:http';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';

import { closeServer, listen } from '../listen.js';

import type { Machine } from './model.js';

const HOST = '127.0.0.1';

interface Listening {
  readonly server: Server;
  readonly sockets: ReadonlySet<Socket>;
}

/**
 * The ports that machines hold open on 127.0.0.1: `service` while a machine is up, `production`
 * until it is fenced. Port 0 gets a number at the start and keeps it.
 */
export class Services {
  readonly #ports = new Map<string, number>();
  readonly #listening = new Map<string, Listening>();
  /** The last thing begun for each port, so that opening and shutting never overtake. */
  readonly #tails = new Map<string, Promise<void>>();
  readonly #problems = new Map<string, string>();

  /** Finds out that every port can be had, chooses the free ones and opens production. */
  async prepare(machines: readonly Machine[]): Promise<void> {
    for (const machine of machines) {
      if (machine.spec.service !== undefined) await this.#reserve(serviceKey(machine), machine);
      if (machine.spec.production === undefined) continue;
      await this.#reserve(productionKey(machine), machine);
      this.openProduction(machine);
    }
    await this.settled();
  }

  /** The port of a machine's service, open or not; null when it has none. */
  port(machine: Machine): number | null {
    return this.#ports.get(serviceKey(machine)) ?? null;
  }

  productionPort(machine: Machine): number | null {
    return this.#ports.get(productionKey(machine)) ?? null;
  }

  isOpen(machine: Machine): boolean {
    return this.#listening.has(serviceKey(machine));
  }

  isProductionOpen(machine: Machine): boolean {
    return this.#listening.has(productionKey(machine));
  }

  /** Why a port could not be opened when it should have been; null when all went well. */
  problem(machine: Machine): string | null {
    return (
      this.#problems.get(serviceKey(machine)) ?? this.#problems.get(productionKey(machine)) ?? null
    );
  }

  open(machine: Machine): void {
    this.#queue(serviceKey(machine), (key) => this.#listen(key, machine));
  }

  shut(machine: Machine): void {
    this.#queue(serviceKey(machine), (key) => this.#unlisten(key));
  }

  openProduction(machine: Machine): void {
    this.#queue(productionKey(machine), (key) => this.#listen(key, machine));
  }

  shutProduction(machine: Machine): void {
    this.#queue(productionKey(machine), (key) => this.#unlisten(key));
  }

  /** Resolves when all that was begun so far is done. */
  async settled(): Promise<void> {
    await Promise.all(this.#tails.values());
  }

  async close(): Promise<void> {
    for (const key of this.#ports.keys()) this.#queue(key, (name) => this.#unlisten(name));
    await this.settled();
  }

  #queue(key: string, act: (key: string) => Promise<void>): void {
    if (!this.#ports.has(key)) return;
    const before = this.#tails.get(key) ?? Promise.resolve();
    this.#tails.set(
      key,
      before
        .then(() => act(key))
        .catch((error: unknown) => {
          this.#problems.set(key, error instanceof Error ? error.message : String(error));
        }),
    );
  }

  async #reserve(key: string, machine: Machine): Promise<void> {
    const wanted = key.startsWith('production/')
      ? machine.spec.production?.tcp
      : servicePort(machine);
    const server = createTcpServer();
    this.#ports.set(key, await listen(server, wanted ?? 0, HOST, `machine "${machine.name}"`));
    await closeServer(server);
  }

  async #listen(key: string, machine: Machine): Promise<void> {
    if (this.#listening.has(key)) return;
    const isHttp =
      key.startsWith('service/') &&
      machine.spec.service !== undefined &&
      'http' in machine.spec.service;
    const server = isHttp ? healthServer(machine.name) : createTcpServer();
    const sockets = new Set<Socket>();
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      // A caller that goes away is no concern of the machine's.
      socket.on('error', () => sockets.delete(socket));
      if (!isHttp) socket.resume();
    });
    await listen(server, this.#ports.get(key) ?? 0, HOST, `machine "${machine.name}"`);
    this.#listening.set(key, { server, sockets });
    this.#problems.delete(key);
  }

  async #unlisten(key: string): Promise<void> {
    const listening = this.#listening.get(key);
    if (listening === undefined) return;
    this.#listening.delete(key);
    for (const socket of listening.sockets) socket.destroy();
    await closeServer(listening.server);
  }
}

function serviceKey(machine: Machine): string {
  return `service/${machine.id}`;
}

function productionKey(machine: Machine): string {
  return `production/${machine.id}`;
}

function servicePort(machine: Machine): number {
  const { service } = machine.spec;
  if (service === undefined) return 0;
  return 'http' in service ? service.http : service.tcp;
}

function healthServer(name: string): Server {
  return createHttpServer((request, response) => {
    const healthy = request.url === '/health';
    response.writeHead(healthy ? 200 : 404, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(healthy ? { status: 'ok', machine: name } : { status: 'not found' }),
    );
  });
}
