import { createSocket, type Socket } from 'node:dgram';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { normalAddress, probeDns } from '../../clients/dns-probe.js';

const NO_ERROR = 0;
const NAME_ERROR = 3;

/** An answer (RFC 1035) to the one question of a packet: so many addresses of the type A. */
function answer(question: Buffer, code: number, addresses: readonly string[]): Buffer {
  const head = Buffer.from(question.subarray(0, 12));
  head.writeUInt16BE(0x8180 | code, 2);
  head.writeUInt16BE(addresses.length, 6);
  head.writeUInt16BE(0, 10);
  const end = question.indexOf(0, 12) + 5;
  const records = addresses.map((address) =>
    Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...address.split('.').map(Number)]),
  );
  return Buffer.concat([head, question.subarray(12, end), ...records]);
}

describe('a DNS probe', () => {
  let socket: Socket;
  let reply: (question: Buffer) => Buffer | null;
  let servers: readonly string[];
  beforeEach(async () => {
    socket = createSocket('udp4');
    socket.on('message', (question, from) => {
      const packet = reply(question);
      if (packet !== null) socket.send(packet, from.port, from.address);
    });
    await new Promise<void>((resolve) => {
      socket.bind(0, '127.0.0.1', resolve);
    });
    servers = [`127.0.0.1:${socket.address().port}`];
  });
  afterEach(async () => {
    await new Promise<void>((resolve) => {
      socket.close(resolve);
    });
  });
  const ask = async () =>
    await probeDns(
      { host: 'portal.dr.example.com', type: 'A' },
      { limitMilliseconds: 1000, servers },
    );

  it('gives the addresses, sorted', async () => {
    reply = (question) => answer(question, NO_ERROR, ['10.9.0.12', '10.9.0.11']);

    expect(await ask()).toEqual({ kind: 'answer', addresses: ['10.9.0.11', '10.9.0.12'] });
  });

  it('says that a name is not there', async () => {
    reply = (question) => answer(question, NAME_ERROR, []);

    expect(await ask()).toEqual({ kind: 'none', seen: 'no A record (ENOTFOUND)' });
  });

  it('takes a server that is silent for no proof of anything', async () => {
    reply = () => null;

    expect(await ask()).toMatchObject({ kind: 'unknown' });
  });

  it('knows an address in each of its forms', () => {
    expect(['2001:DB8:0::1', 'Web.Example.com.', '10.0.0.1'].map(normalAddress)).toEqual([
      '2001:db8::1',
      'web.example.com',
      '10.0.0.1',
    ]);
  });
});
