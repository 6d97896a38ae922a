import { describe, expect, it } from '@jest/globals';
import { CONSOLE_KEY, KEY, startServerLab } from '../server-lab.js';

const PLANS = `
cloudFailoverPlans:
  - { name: ERP databases, machines: [{ name: sql01 }] }
failoverPlans:
  - { name: ERP portal, machines: [{ name: web01 }] }
`;

describe('doctor at a Service Provider Console', () => {
  it('names user, rights, version, clock and what it sees', async () => {
    const lab = await startServerLab(PLANS);

    const findings = await lab.look('msp');

    expect(findings.map(({ what, isGood }) => [what, isGood])).toEqual([
      ['network msp', true],
      ['certificate msp', true],
      ['credentials msp', true],
      ['rights msp', true],
      ['key msp', true],
      ['connection msp', true],
      ['clock msp', true],
      ['role msp', true],
      ['data msp', true],
    ]);
    const seen = new Map(findings.map((finding) => [finding.what, finding.seen]));
    expect(seen.get('credentials msp')).toContain('role PortalAdministrator');
    expect(seen.get('key msp')).toContain('not provable without a write');
    expect(seen.get('connection msp')).toBe('version 9.1.0.30345');
    expect(seen.get('role msp')).toBe('sees 2 failover plans (1 Cloud, 1 Local)');
    expect(seen.get('data msp')).toContain('1 backup servers; how old its data are is not told');
    expect(JSON.stringify(findings)).not.toContain(KEY);
  });

  it('counts a plan that is listed twice once, and says so', async () => {
    const lab = await startServerLab(PLANS, `${CONSOLE_KEY}\n  switches: { listedTwice: true }`);

    const findings = await lab.look('msp');

    expect(findings).toContainEqual(
      expect.objectContaining({
        what: 'role msp',
        seen: 'sees 2 failover plans (1 Cloud, 1 Local, 1 Tenant); 1 of them listed twice, by the same id in VBR',
      }),
    );
  });

  it('advises another role where the present one may only read', async () => {
    const lab = await startServerLab(PLANS, `  apiKeys: [{ key: ${KEY}, role: ReadOnlyUser }]`);

    const findings = await lab.look('msp');

    expect(findings).toContainEqual({
      what: 'rights msp',
      isGood: true,
      seen: 'role ReadOnlyUser may only read',
      advice: 'runs that start a plan need another role, such as Portal Operator',
    });
  });

  it('says that a key is refused, without it', async () => {
    const lab = await startServerLab(PLANS, '  apiKeys: [{ key: another }]');

    const findings = await lab.look('msp');

    expect(findings.at(-1)).toMatchObject({ what: 'credentials msp', isGood: false });
    expect(JSON.stringify(findings)).not.toContain(KEY);
  });

  it('says that a server fails, and what to look at', async () => {
    const lab = await startServerLab(PLANS);
    lab.simulator.addFault({ kind: 'status', code: 520, match: { path: '/about' } });

    const findings = await lab.look('msp');

    expect(findings.at(-1)).toMatchObject({ what: 'connection msp', isGood: false });
    expect(findings.at(-1)?.advice).toContain('1280');
  });

  it('changes nothing', async () => {
    const lab = await startServerLab(PLANS);

    await lab.look('msp');

    const names = Object.keys(lab.simulator.truth().console?.requests ?? {});
    expect(names.length).toBeGreaterThan(3);
    expect(names.filter((name) => !name.startsWith('GET '))).toEqual([]);
  });
});
