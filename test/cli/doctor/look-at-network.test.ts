import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { addressOf, lookAtNetwork } from '../../../cli/doctor/look-at-network.js';
import { listen } from '../../../simulator/listen.js';

describe('lookAtNetwork', () => {
  let server: Server | null = null;
  afterEach(() => {
    server?.close();
    server = null;
  });

  it('names the addresses behind a name, and the port that listens', async () => {
    server = createServer();
    const port = await listen(server, 0, '127.0.0.1', 'the test');

    const [finding] = await lookAtNetwork('em', { host: 'localhost', port, isTls: false });

    expect(finding).toMatchObject({ what: 'network em', isGood: true, advice: null });
    expect(finding?.seen).toMatch(/^localhost \(.*127\.0\.0\.1.*\) listens at port \d+$/);
  });

  it('says that nothing listens', async () => {
    const [finding] = await lookAtNetwork('em', { host: '127.0.0.1', port: 9, isTls: true });

    expect(finding).toMatchObject({ isGood: false, seen: expect.stringContaining('ECONNREFUSED') });
  });

  it('says that the name is not known', async () => {
    const [finding] = await lookAtNetwork('em', { host: 'no.invalid', port: 9398, isTls: true });

    expect(finding).toMatchObject({
      isGood: false,
      seen: expect.stringMatching(/^the host name no\.invalid is not known \(E/),
      advice: expect.stringContaining('DNS'),
    });
  });
});

describe('addressOf', () => {
  it.each([
    ['https://em.example.com:9398', { host: 'em.example.com', port: 9398, isTls: true }],
    ['https://em.example.com/api', { host: 'em.example.com', port: 443, isTls: true }],
    ['http://[::1]:9399', { host: '::1', port: 9399, isTls: false }],
  ])('takes %s apart', (url, address) => {
    expect(addressOf(url)).toEqual(address);
  });
});
