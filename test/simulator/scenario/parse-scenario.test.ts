import { describe, expect, it } from '@jest/globals';

import { parseScenario } from '../../../simulator/scenario/parse-scenario.js';
import { ScenarioError, type ScenarioProblem } from '../../../simulator/scenario/scenario-error.js';

function problemsOf(text: string): readonly ScenarioProblem[] {
  try {
    parseScenario(text);
  } catch (error) {
    if (error instanceof ScenarioError) return error.problems;
    throw error;
  }
  return [];
}

describe('a scenario', () => {
  it('fills in every default', () => {
    const scenario = parseScenario('version: 1');

    expect(scenario).toMatchObject({
      speed: 1,
      server: { hostName: 'em.sim.local', sessionIdle: 900_000, taskTime: 3_000, lag: 0 },
      switches: { taskNumbers: 'global', jsonCasing: 'pascal', defaultPageSize: 'none' },
      backupServers: [{ name: 'srv13.tech.local' }],
    });
  });

  it('reads durations in milliseconds', () => {
    const scenario = parseScenario('version: 1\nserver: { lag: 1m30s, clockSkew: -250ms }');

    expect(scenario.server).toMatchObject({ lag: 90_000, clockSkew: -250 });
  });

  it('gives the place and the name of an unknown key', () => {
    const problems = problemsOf('version: 1\nserver:\n  lagg: 3s\n');

    expect(problems).toEqual([{ line: 3, column: 3, path: 'server.lagg', message: 'unknown key' }]);
  });

  it('is no YAML 1.1, in which yes and NO are booleans', () => {
    const problems = problemsOf('%YAML 1.1\n---\nversion: 1\n');

    expect(problems).toMatchObject([{ message: 'a scenario is YAML 1.2: remove "%YAML 1.1"' }]);
  });

  it('gathers every problem', () => {
    const problems = problemsOf('version: 2\nspeed: 0\nspam: 1\n');

    expect(problems.map(({ line }) => line).sort()).toEqual([1, 2, 3]);
  });

  it('refuses a duration that is none, and says how to write one', () => {
    const [problem] = problemsOf('version: 1\nserver: { lag: soon }');

    expect(problem?.message).toBe(
      '"soon" is no duration; write for example 250ms, 40s, 5m or 1h30m',
    );
  });

  it('refuses a backup server that is not listed, and lists them', () => {
    const [problem] = problemsOf(
      'version: 1\nbackupServers: [{ name: one }]\nfailoverPlans:\n  - { name: P, backupServer: two, machines: [{ name: a }] }\n',
    );

    expect(problem).toMatchObject({ line: 4, path: 'failoverPlans[0].backupServer' });
    expect(problem?.message).toContain('backupServers has: one');
  });

  it('refuses a port that is used twice', () => {
    const machines =
      '[{ name: a, service: { tcp: 18001 } }, { name: b, service: { http: 18001 } }]';

    const problems = problemsOf(`version: 1\nfailoverPlans: [{ name: P, machines: ${machines} }]`);

    expect(problems.map(({ path }) => path)).toEqual(['failoverPlans[0].machines[1].service']);
  });

  it('refuses two machines of one name in a plan', () => {
    const problems = problemsOf(
      'version: 1\nfailoverPlans: [{ name: P, machines: [{ name: a }, { name: a }] }]',
    );

    expect(problems.map(({ path }) => path)).toEqual(['failoverPlans[0].machines[1].name']);
  });

  it('refuses YAML that is broken, with the file and the line', () => {
    expect(() => parseScenario('version: 1\nspeed: [', 'drill.yaml')).toThrow(/drill\.yaml:2:/);
  });

  it('refuses a key that stands twice', () => {
    expect(problemsOf('version: 1\nspeed: 1\nspeed: 2\n')).toHaveLength(1);
  });
});

describe('a scenario with replicas and a console', () => {
  it('is read with every default', () => {
    const scenario = parseScenario(
      'version: 1\nconsole: {}\nvmReplicas: [{ name: a }]\nvAppReplicas: [{ name: b }]\ncdpReplicas: [{ name: c }]\n',
    );

    expect(scenario).toMatchObject({
      console: { apiKeys: [{ key: 'console-key', role: 'PortalAdministrator' }], tokenLife: 3.6e6 },
      vmReplicas: [{ job: 'VM Replication', points: [{ kind: 'age' }, { kind: 'age' }] }],
      cdpReplicas: [{ kind: 'vm', intervals: [{ from: 14_400_000, to: 0, rpo: 15_000 }] }],
    });
  });

  it.each([
    ['vmReplicas: [{ name: a, points: [tomorrow] }]', 'vmReplicas[0].points[0]'],
    ['vmReplicas: [{ name: a }, { name: a }]', 'vmReplicas[1].name'],
    ['cdpReplicas: [{ name: a, backupServer: no }]', 'cdpReplicas[0].backupServer'],
    ['console: { apiKey: x }', 'console.apiKey'],
    ['console: { switches: { answers: 201 } }', 'console.switches.answers'],
    ['server: { tenants: [{ tenant: Nobody, name: a, password: b }] }', 'server.tenants[0].tenant'],
    [
      'console: { port: 18001 }\nvmReplicas: [{ name: a, service: { tcp: 18001 } }]',
      'vmReplicas[0].service',
    ],
  ])('is refused with %s', (text, path) => {
    expect(problemsOf(`version: 1\n${text}`).map((problem) => problem.path)).toEqual([path]);
  });
});
