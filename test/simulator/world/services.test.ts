import { createServer, connect, type AddressInfo } from 'node:net';

import { describe, expect, it } from '@jest/globals';

import { startLab, type Lab } from '../lab.js';

const SCENARIO = `
version: 1
cloudFailoverPlans:
  - name: P
    machines:
      - { name: sql01, takes: 10s, service: { tcp: 0 }, production: { tcp: 0 } }
      - { name: web01, takes: 10s, service: { http: 0 } }
`;

async function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}

function portOf(lab: Lab, name: string): number {
  return lab.plan('P').machines.find((machine) => machine.name === name)?.port ?? 0;
}

describe('a machine’s service', () => {
  it('is closed before the failover, at the port that the truth tells', async () => {
    const lab = await startLab(SCENARIO);

    expect(portOf(lab, 'sql01')).toBeGreaterThan(0);
    expect(await isOpen(portOf(lab, 'sql01'))).toBe(false);
  });

  it('is open after the machine came up', async () => {
    const lab = await startLab(SCENARIO);
    await lab.start(lab.plan('P'));
    lab.clock.advance(20);
    await lab.simulator.settled();

    expect(await isOpen(portOf(lab, 'sql01'))).toBe(true);
  });

  it('answers /health with its name when it is http', async () => {
    const lab = await startLab(SCENARIO);
    await lab.start(lab.plan('P'));
    lab.clock.advance(20);
    await lab.simulator.settled();

    const response = await fetch(`http://127.0.0.1:${portOf(lab, 'web01')}/health`);

    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'ok', machine: 'web01' });
  });

  it('is closed again after the undo', async () => {
    const lab = await startLab(SCENARIO);
    await lab.start(lab.plan('P'));
    lab.clock.advance(20);
    await lab.act(lab.plan('P'), 'undo');
    lab.clock.advance(20);
    await lab.simulator.settled();

    expect(await isOpen(portOf(lab, 'sql01'))).toBe(false);
  });

  it('is open in a test only while the test runs its machine', async () => {
    const lab = await startLab(SCENARIO);
    await lab.act(lab.plan('P'), 'test');
    lab.clock.advance(5);
    await lab.simulator.settled();
    const during = await isOpen(portOf(lab, 'sql01'));
    lab.clock.advance(20);
    await lab.simulator.settled();

    const after = await isOpen(portOf(lab, 'sql01'));

    expect([during, after]).toEqual([true, false]);
  });
});

describe('a production port', () => {
  it('is open until the control closes it', async () => {
    const lab = await startLab(SCENARIO);
    const port = lab.plan('P').machines[0]?.productionPort ?? 0;
    const before = await isOpen(port);
    const url = `${lab.simulator.controlUrl}/machines/P/sql01`;
    await fetch(url, { method: 'POST', body: '{"production":"closed"}' });

    const after = await isOpen(port);

    expect([before, after]).toEqual([true, false]);
  });
});

describe('a port that is taken', () => {
  it('keeps the simulator from starting and is named', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const scenario = SCENARIO.replace('service: { tcp: 0 }', `service: { tcp: ${port} }`);

    await expect(startLab(scenario)).rejects.toThrow(`Port ${port} of machine "sql01"`);

    await new Promise((resolve) => other.close(resolve));
  });
});
