import { describe, expect, it } from '@jest/globals';
import { CONSOLE_KEY, PASSWORD, startServerLab } from '../server-lab.js';

const ESTATE = `
cloudFailoverPlans:
  - { name: ERP databases, machines: [{ name: sql01 }, { name: sql02 }] }
failoverPlans:
  - { name: ERP portal, machines: [{ name: web01 }] }
cdpReplicas:
  - { name: db01 }
`;

describe('doctor at an Enterprise Manager', () => {
  it('names versions, user, clock, what the role sees, and what is not told', async () => {
    const lab = await startServerLab(ESTATE);

    const findings = await lab.look('em');

    expect(findings.map(({ what, isGood }) => [what, isGood])).toEqual([
      ['network em', true],
      ['certificate em', true],
      ['connection em', true],
      ['credentials em', true],
      ['clock em', true],
      ['role em', true],
      ['rights em', true],
      ['evidence em', true],
      ['query em', true],
      ['data em', true],
    ]);
    const seen = new Map(findings.map((finding) => [finding.what, finding.seen]));
    expect(seen.get('role em')).toBe(
      'sees 1 failover plans, 1 cloud failover plans, 1 replication jobs, 1 CDP replicas',
    );
    expect(seen.get('rights em')).toContain('a Portal Administrator');
    expect(seen.get('data em')).toContain('backup servers: srv13.tech.local; how old');
    expect(JSON.stringify(findings)).not.toContain(PASSWORD);
  });

  it('warns of http://', async () => {
    const lab = await startServerLab(ESTATE);

    const findings = await lab.look('em');

    expect(findings[1]).toMatchObject({
      what: 'certificate em',
      advice: expect.stringContaining('secrets travel in clear'),
    });
  });

  it('counts the cloud replicas that are failed over now', async () => {
    const lab = await startServerLab(ESTATE);
    await fetch(`${lab.simulator.controlUrl}/machines/ERP%20databases/sql01`, {
      method: 'POST',
      body: JSON.stringify({ state: 'failover' }),
    });

    const findings = await lab.look('em');

    expect(findings.find(({ what }) => what === 'evidence em')?.seen).toBe(
      'sessions and states are shown; cloud replicas that are failed over now: 1',
    );
  });

  it('says what an operator does not see, which is enough for plans', async () => {
    const lab = await startServerLab(ESTATE);

    const findings = await lab.look('em-operator');

    expect(findings.every(({ isGood }) => isGood)).toBe(true);
    const seen = new Map(findings.map((finding) => [finding.what, finding.seen]));
    expect(seen.get('role em-operator')).toContain(
      'not shown: CDP replicas (the role may not (403: Access denied))',
    );
    expect(seen.get('rights em-operator')).toContain('a VM or File Restore Operator');
  });

  it('fails a role that sees no plan at all', async () => {
    const lab = await startServerLab(ESTATE);

    const findings = await lab.look('em-user');

    expect(findings.filter(({ isGood }) => !isGood)).toMatchObject([
      { what: 'role em-user', advice: expect.stringContaining('Restore Operator') },
    ]);
  });

  it('takes a tenant for one, who sees no sessions', async () => {
    const lab = await startServerLab(ESTATE);

    const findings = await lab.look('em-tenant');

    expect(findings.every(({ isGood }) => isGood)).toBe(true);
    expect(findings.find(({ what }) => what === 'evidence em-tenant')).toMatchObject({
      seen: expect.stringContaining('not shown: sessions of cloud plans, restore sessions'),
      advice: expect.stringContaining('unknown'),
    });
  });

  it('says that the query service is not there for this role', async () => {
    const lab = await startServerLab(ESTATE);
    lab.simulator.addFault({
      kind: 'status',
      code: 403,
      times: 'always',
      match: { path: '/query' },
    });

    const findings = await lab.look('em');

    expect(findings.find(({ what }) => what === 'query em')).toMatchObject({
      isGood: true,
      seen: 'no query service for this role',
    });
  });

  it('tells clocks that are apart', async () => {
    const lab = await startServerLab(ESTATE, CONSOLE_KEY, '  clockSkew: 5m');

    const findings = await lab.look('em');

    expect(findings.find(({ what }) => what === 'clock em')).toMatchObject({
      seen: expect.stringMatching(/^(?:299|30[01]) s ahead of this machine$/),
      advice: expect.stringContaining('set the clocks right'),
    });
  });

  it('fails an answer that it does not understand, and asks to have it reported', async () => {
    const lab = await startServerLab(ESTATE);
    lab.simulator.addFault({
      kind: 'malformed',
      match: { path: '/backupServers' },
      times: 'always',
    });

    const findings = await lab.look('em');

    expect(findings.at(-1)).toMatchObject({ what: 'answers em', isGood: false });
    expect(findings.at(-1)?.advice).toContain('report');
  });

  it('ends at the first thing that fails', async () => {
    const lab = await startServerLab(ESTATE);

    const findings = await lab.look('em-down');

    expect(findings).toEqual([
      {
        what: 'network em-down',
        isGood: false,
        seen: '127.0.0.1, port 9: nothing listens there (ECONNREFUSED)',
        advice: 'check the port, and that the service runs there',
      },
    ]);
  });

  it('changes nothing but for a logon, which is logged off again', async () => {
    const lab = await startServerLab(ESTATE);

    await lab.look('em');

    const { requests, logonSessions, tasks } = lab.simulator.truth();
    const changing = Object.entries(requests).filter(([name]) => !name.startsWith('GET '));
    expect(changing).toEqual([
      ['POST /sessionMngr', 1],
      ['DELETE /logonSessions/{id}', 1],
    ]);
    expect(logonSessions).toEqual([]);
    expect(tasks).toEqual([]);
  });
});
