import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { startWorker, type RunningWorker } from '../../worker/start-worker.js';
import { testTemporalAddress, testWorkflowBundle } from '../test-environment.js';
import { configFor } from '../workflows/lab.js';

const sockets = new Set<Socket>();
let isHeld = false;
let proxy: Server;
let worker: RunningWorker;
let health: string;

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** What a worker hears of its server when that is stopped as by SIGSTOP: nothing. */
function hold(): void {
  isHeld = true;
  for (const socket of sockets) socket.pause();
}

function letGo(): void {
  isHeld = false;
  for (const socket of sockets) socket.resume();
}

async function answersWith(status: number): Promise<void> {
  for (;;) {
    if ((await fetch(health)).status === status) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

beforeAll(async () => {
  const [host = '', port = ''] = testTemporalAddress().split(':');
  proxy = createServer((socket) => {
    const server = connect(Number(port), host);
    for (const one of [socket, server]) {
      sockets.add(one);
      one.on('error', () => undefined);
      one.on('close', () => sockets.delete(one));
    }
    socket.on('data', (chunk) => server.write(chunk));
    server.on('data', (chunk) => socket.write(chunk));
    socket.on('close', () => server.destroy());
    server.on('close', () => socket.destroy());
    if (isHeld) hold();
  });
  const address = `127.0.0.1:${await listening(proxy)}`;
  const healthPort = await freePort();
  health = `http://127.0.0.1:${healthPort}/`;
  const config = await configFor({});
  worker = await startWorker({
    config: { ...config, worker: { ...config.worker, healthPort } },
    env: {},
    address,
    logger: pino({ level: 'silent' }),
    workflowBundlePath: testWorkflowBundle(),
  });
});

afterAll(async () => {
  await worker.stop();
  proxy.close();
});

describe("the worker's health", () => {
  it('is bad while Temporal does not answer, within 15 s, and good when it does again', async () => {
    await answersWith(200);

    hold();
    const from = Date.now();
    await answersWith(503);
    const seconds = (Date.now() - from) / 1000;

    letGo();
    await answersWith(200);
    expect(seconds).toBeLessThan(20);
  });
});
