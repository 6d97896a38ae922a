import { gzipSync } from 'node:zlib';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { ClientError } from '../../clients/client-error.js';
import { EnterpriseManagerClient } from '../../clients/enterprise-manager/client.js';
import { ServiceProviderConsoleClient } from '../../clients/service-provider-console/client.js';
import { clientError } from './client-error-of.js';
import type { RawServer } from './raw-server.js';
import { answerOf, drip, pour, startRawServer } from './raw-server.js';
import { sample } from './sample.js';

const ID = 'ae01e36f-32a3-4095-95fa-09a2af744009';
const REQUEST_ID = 'ba547d14-c556-42bb-b85c-eeeb16e2f5e7';
const GIGABYTE = 1024 ** 3;
/** What the clients take, and what sockets of both sides may hold meanwhile. */
const TAKEN_AT_MOST = 10 * 1024 ** 2 + 24 * 1024 ** 2;

const common = {
  name: 'hostile',
  tls: { caFile: null, insecure: false },
  maxRequests: 4,
};

type Doing = 'a read' | 'a mutation';

/** One client at one server: what it says a good answer is, and its two kinds of calls. */
interface Side {
  readonly good: Readonly<Record<Doing, string>>;
  readonly call: (url: string, doing: Doing, limitSeconds?: number) => Promise<unknown>;
}

const opened: {
  clients: { close: () => Promise<void> }[];
  servers: RawServer[];
} = { clients: [], servers: [] };

async function closeClients(): Promise<void> {
  await Promise.all(opened.clients.splice(0).map((client) => client.close()));
}

afterEach(async () => {
  await closeClients();
  await Promise.all(opened.servers.splice(0).map((server) => server.close()));
});

function newManager(url: string, limitSeconds = 20): EnterpriseManagerClient {
  const client = new EnterpriseManagerClient({
    ...common,
    requestTimeoutSeconds: limitSeconds,
    url,
    credentials: () => Promise.resolve({ username: 'admin', password: 'hunter22' }),
  });
  opened.clients.push(client);

  return client;
}

const SIDES: Readonly<Record<string, Side>> = {
  'Enterprise Manager': {
    good: {
      'a read': sample('em-tasks-list.xml'),
      'a mutation': sample('em-task-startfailoverplan-running.xml'),
    },
    call: (url, doing, limitSeconds) => {
      const client = newManager(url, limitSeconds);
      return doing === 'a read'
        ? client.listTasks()
        : client.startFailoverPlan(ID, { before: null });
    },
  },
  'Service Provider Console': {
    good: { 'a read': sample('vspc-user-me.json'), 'a mutation': '{"errors":[],"data":{}}' },
    call: (url, doing, limitSeconds = 20) => {
      const client = new ServiceProviderConsoleClient({
        ...common,
        requestTimeoutSeconds: limitSeconds,
        url,
        auth: { kind: 'apiKey', key: () => Promise.resolve('key-0123456789') },
      });
      opened.clients.push(client);
      return doing === 'a read' ? client.currentUser() : client.undo(ID, { requestId: REQUEST_ID });
    },
  },
};

const LOGON = answerOf(
  sample('em-logonsession-created.xml'),
  'X-RestSvcSessionId: some-token-0123456789\r\n',
  '201 Created',
);

/** A server that is hostile once one is logged on. */
async function hostile(answer: (socket: Socket, request: string) => void): Promise<RawServer> {
  const server = await startRawServer((socket, request) => {
    if (request.startsWith('POST /api/sessionMngr/')) socket.write(LOGON);
    else if (request.includes('/logonSessions/')) socket.end(answerOf('', '', '204 No Content'));
    else answer(socket, request);
  });
  opened.servers.push(server);

  return server;
}

/** How often the call itself arrived. */
function asked(server: RawServer): number {
  return server.requests.filter((line) => !/sessionMngr|logonSessions/.test(line)).length;
}

const LATE = 'no answer came in time';
const HEAD = 'HTTP/1.1 200 OK\r\n';
const BOMB = gzipSync(Buffer.alloc(64 * 1024 ** 2));

type Trick = readonly [
  what: string,
  answer: (socket: Socket, good: string) => void,
  kind: ClientError['kind'],
  says: string,
];

const TRICKS: readonly Trick[] = [
  [
    'a body drop by drop',
    (socket, good) => {
      socket.write(`${HEAD}Content-Length: 100000\r\n\r\n${good}`);
      drip(socket, ' ');
    },
    'unclear',
    LATE,
  ],
  [
    'chunks of nothing much, for ever',
    (socket) => {
      socket.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`);
      drip(socket, '1\r\n \r\n');
    },
    'unclear',
    LATE,
  ],
  [
    'a body without end',
    (socket) => {
      socket.write(`${HEAD}\r\n`);
      pour(socket, Buffer.alloc(65_536, ' '), GIGABYTE);
    },
    'undecodable',
    'longer than 10 MB',
  ],
  [
    'chunks without end',
    (socket) => {
      socket.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`);
      pour(socket, Buffer.from(`10000\r\n${'<'.repeat(65_536)}\r\n`), GIGABYTE);
    },
    'undecodable',
    'longer than 10 MB',
  ],
  [
    'a body of a gigabyte, as it says',
    (socket) => {
      socket.write(`${HEAD}Content-Length: ${GIGABYTE}\r\n\r\n`);
      pour(socket, Buffer.alloc(65_536, '['), GIGABYTE);
    },
    'undecodable',
    'longer than 10 MB',
  ],
  [
    'a body that grows by decompression',
    (socket) => {
      socket.write(`${HEAD}Content-Encoding: gzip\r\nContent-Length: ${BOMB.length}\r\n\r\n`);
      socket.write(BOMB);
    },
    'undecodable',
    'longer than 10 MB',
  ],
  [
    'a broken compression',
    (socket, good) => {
      socket.write(answerOf(good, 'Content-Encoding: gzip\r\n'));
    },
    'unclear',
    'no whole answer came',
  ],
  [
    'headers without end',
    (socket) => {
      socket.write(HEAD);
      pour(socket, Buffer.from(`X-A: ${'a'.repeat(1_000)}\r\n`), GIGABYTE);
    },
    'unclear',
    'no whole answer came',
  ],
  [
    'a header line without end',
    (socket) => {
      socket.write(`${HEAD}X-A: `);
      pour(socket, Buffer.alloc(65_536, 'a'), GIGABYTE);
    },
    'unclear',
    'no whole answer came',
  ],
  [
    'preliminary answers without end',
    (socket) => {
      drip(socket, 'HTTP/1.1 100 Continue\r\n\r\n');
    },
    'unclear',
    LATE,
  ],
  [
    'a change of protocols',
    (socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n');
    },
    'unclear',
    'the server wants to change the protocol',
  ],
  [
    'another protocol',
    (socket) => {
      socket.write('SSH-2.0-OpenSSH_9.6\r\n');
    },
    'unclear',
    'no whole answer came',
  ],
  [
    'chunks that are none',
    (socket, good) => {
      socket.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n${good}\r\n0\r\n\r\n`);
    },
    'unclear',
    'no whole answer came',
  ],
  [
    'two lengths',
    (socket, good) => {
      socket.write(answerOf(good, 'Content-Length: 5\r\n'));
    },
    'unclear',
    'no whole answer came',
  ],
  [
    'a length and chunks',
    (socket, good) => {
      socket.write(answerOf(good, 'Transfer-Encoding: chunked\r\n'));
    },
    'unclear',
    'no whole answer came',
  ],
  [
    'less than its length, and the end',
    (socket, good) => {
      socket.end(`${HEAD}Content-Length: ${good.length + 1}\r\n\r\n${good}`);
    },
    'unclear',
    'the connection was ended',
  ],
  [
    'less than its length, and silence',
    (socket, good) => {
      socket.write(`${HEAD}Content-Length: ${good.length + 1}\r\n\r\n${good}`);
    },
    'unclear',
    LATE,
  ],
  [
    'more than its length',
    (socket, good) => {
      socket.write(`${HEAD}Content-Length: ${good.length - 10}\r\n\r\n${good}`);
    },
    'unclear',
    'no whole answer came',
  ],
  [
    'the end within its head',
    (socket) => {
      socket.end('HTTP/1.1 200 OK\r\nContent-');
    },
    'unclear',
    '',
  ],
  [
    'the end behind its head',
    (socket) => {
      socket.end(`${HEAD}Content-Length: 10\r\n\r\n`);
    },
    'unclear',
    'the connection was ended',
  ],
  [
    'the end at once',
    (socket) => {
      socket.destroy();
    },
    'unclear',
    '',
  ],
  [
    'a text that is not UTF-8',
    (socket, good) => {
      const body = Buffer.concat([Buffer.from(good), Buffer.from([0x20, 0xe4])]);
      socket.write(`${HEAD}Content-Length: ${body.length}\r\n\r\n`);
      socket.write(body);
    },
    'undecodable',
    'the answer is not UTF-8',
  ],
  [
    'UTF-16',
    (socket, good) => {
      const body = Buffer.from(`\ufeff${good}`, 'utf16le');
      socket.write(`${HEAD}Content-Length: ${body.length}\r\n\r\n`);
      socket.write(body);
    },
    'undecodable',
    'the answer is not UTF-8',
  ],
];

const CASES = Object.entries(SIDES).flatMap(([name, side]) =>
  (['a read', 'a mutation'] as const).map((doing) => [doing, name, side] as const),
);

describe.each(CASES)('%s at a hostile %s', (doing, _name, side) => {
  const judged = async ([, trick, kind, says]: Trick, limitSeconds: number): Promise<RawServer> => {
    const server = await hostile((socket) => {
      trick(socket, side.good[doing]);
    });

    const error = await clientError(side.call(server.url, doing, limitSeconds));

    expect(error.kind).toBe(kind);
    expect(error.message).toContain(says);
    expect(asked(server)).toBe(1);

    return server;
  };
  const isLeft = async (servers: readonly RawServer[]): Promise<void> => {
    await closeClients();
    await Promise.all(servers.map((server) => server.isLeft()));
  };
  const isSlow = ([, , , says]: Trick): boolean => says === LATE;

  it.each(TRICKS.filter((trick) => !isSlow(trick)))('gets an error from %s', async (...trick) => {
    const server = await judged(trick, 20);

    await isLeft([server]);
    expect(server.written()).toBeLessThan(TAKEN_AT_MOST);
  });

  it('waits no longer than its limit for answers that never end', async () => {
    const servers = await Promise.all(TRICKS.filter(isSlow).map((trick) => judged(trick, 1)));

    await isLeft(servers);
  });

  it('takes a byte order mark, and any Content-Type', async () => {
    const server = await hostile((socket) => {
      socket.write(answerOf(`\ufeff${side.good[doing]}`, 'Content-Type: image/png\r\n'));
    });

    await expect(side.call(server.url, doing)).resolves.toBeDefined();
  });

  it.each([301, 302, 303, 307, 308])('never follows a %i to another host', async (status) => {
    const other = await startRawServer((socket) => {
      socket.write(answerOf(side.good[doing]));
    });
    opened.servers.push(other);
    const server = await hostile((socket) => {
      socket.write(answerOf('', `Location: ${other.url}/api/tasks\r\n`, `${status} Elsewhere`));
    });

    const error = await clientError(side.call(server.url, doing));

    expect(error.kind).toBe('undecodable');
    expect(asked(server)).toBe(1);
    expect(other.requests).toEqual([]);
  });
});

describe('an answer that nobody asked for', () => {
  const TASKS = sample('em-tasks-list.xml');
  const STRAY = TASKS.replaceAll('task-29', 'task-99');

  it.each([
    [
      'together with the one before it',
      (socket: Socket) => socket.write(answerOf(TASKS) + answerOf(STRAY)),
    ],
    [
      'after the one before it was read',
      (socket: Socket) => {
        socket.write(answerOf(TASKS));
        setImmediate(() => socket.write(answerOf(STRAY)));
      },
    ],
  ])('is not taken for the next one when it comes %s', async (_when, answer) => {
    const ended: Promise<void>[] = [];
    const server = await hostile((socket) => {
      if (ended.length > 0) {
        socket.write(answerOf(TASKS));
        return;
      }
      ended.push(once(socket, 'close').then(() => undefined));
      answer(socket);
    });
    const client = newManager(server.url);
    await client.listTasks().catch(() => undefined);
    // The client lets go of that connection; else this test ends here.
    await Promise.all(ended);

    const { tasks } = await client.listTasks();

    expect(tasks.map(({ taskId }) => taskId)).toEqual(['task-29', 'task-30']);
  });
});
