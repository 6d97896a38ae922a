import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { compile } from '../../../compiler/compile.js';
import type { Mode } from '../../../plan/plan.js';
import { compileWhole } from '../../compiler/whole-language.js';
import { compiled } from '../../compiler/runbook-text.js';
import { renderPlan } from '../../../report/terminal/render-plan.js';

const SITE = readFileSync(new URL('../../../runbooks/full-site.yaml', import.meta.url), 'utf8');

/** The lines of one step of the plan, without the indentation. */
function step(id: string, mode: Mode, source = SITE): readonly string[] {
  const { plan } = compile(source, { file: 'f', mode });
  if (plan === null) return [];
  const lines = renderPlan(plan, { planHash: 'sha256:0', inputs: {} }, { colour: false })
    .split('\n')
    .map((line) => line.trim());
  const from = lines.findIndex((line) => new RegExp(`^\\d+\\. ${id}  `).test(line));
  const length = lines.slice(from + 1).findIndex((line) => /^\d+\. |^$/.test(line));
  return lines.slice(from, from + 1 + length);
}

const WHOLE = compileWhole().plans.live;

/** The lines of one step of the runbook that has all of the language. */
function wholeStep(id: string): readonly string[] {
  if (WHOLE === null) return [];
  const text = renderPlan(WHOLE, { planHash: 'sha256:0', inputs: {} }, { colour: false });
  const [, part = ''] = text.split(new RegExp(`^ +\\d+\\. ${id}  .*\\n`, 'm'));
  return (part.split(/^ {1,4}\d+\. |^$/m)[0] ?? '').trimEnd().split('\n');
}

const CONSOLE = '/infrastructure/backupServers/failoverplans/<uid of "Branch offices">';

describe('a plan for a person', () => {
  it.each([
    ['databases', 'POST /cloud/cloudFailoverPlans/<id of "ERP databases">?action=start'],
    ['portal', 'POST /failoverPlans/<id of "ERP portal">?action=start'],
    ['branches', `POST ${CONSOLE}/start`],
    ['web', 'POST /vmReplicaPoints/<newest point of each>?action=failover'],
    ['shop', 'POST /vAppReplicaPoints/<newest point of each>?action=failover'],
    ['orders', 'POST /cdpReplicas/<replica of each>/vms/<its VM>?action=failover'],
    ['orders', 'or, for a vApp, POST /cdpReplica/vApps/<its id>?action=failover'],
    ['announce', `PATCH ${CONSOLE}`],
  ])('shows what a live run calls for %s', (id, call) => {
    expect(step(id, 'live')).toContain(call);
  });

  it('shows the test of a plan of the Service Provider Console', () => {
    expect(step('branches', 'drill')).toContain(`POST ${CONSOLE}/start?test=true`);
  });

  it('shows the undo that the clean-up of a drill calls in the Console', () => {
    const source = SITE.replace(
      'spcFailoverPlan: Branch offices, backupServer',
      'spcFailoverPlan: Branch offices, rehearse: start-and-undo, backupServer',
    );

    expect(step('branches', 'drill', source)).toContain(`POST ${CONSOLE}/undo  (clean-up)`);
  });

  it('shows the time that the Console is told', () => {
    const source = SITE.replace(
      'failover: branches',
      'failover: branches\n    restorePoint: { before: 2026-11-21T03:00:00Z }',
    );

    expect(step('branches', 'live', source)).toContain(
      `POST ${CONSOLE}/start?dateTime=<2026-11-21T03:00:00.000Z>`,
    );
  });

  it('calls nothing for replicas in a drill', () => {
    expect(step('web', 'drill')).toContain('nothing is called: web has "rehearse: skip"');
  });

  it('shows how many replicas start at a time and how often one is tried again', () => {
    expect(step('web', 'live')).toContain(
      '3 in the order written, 2 at a time; a machine that fails is tried again once',
    );
  });

  it('shows a time before which the point of each replica is chosen', () => {
    const source = SITE.replace('concurrency: 2', 'restorePoint: { before: 2026-11-21T03:00:00Z }');

    expect(step('web', 'live', source)).toContain(
      'POST /vmReplicaPoints/<newest point of each before 2026-11-21T03:00:00.000Z>?action=failover',
    );
  });

  it.each([
    ['latestConsistent', 'the newest application-consistent restore points'],
    ['{ at: 2026-11-21T03:00:00Z }', 'the state at 2026-11-21T03:00:00.000Z'],
  ])('shows the restore point %s of CDP replicas', (written, words) => {
    const source = SITE.replace('restorePoint: latestConsistent', `restorePoint: ${written}`);

    expect(step('orders', 'live', source)).toContain(`${words}; looked at every 10s`);
  });

  it('shows the command that an update sets', () => {
    expect(step('announce', 'live')).toContain(
      'preFailoverCommand: C:\\scripts\\announce.cmd ${{ inputs.ticket }}; the old one is recorded',
    );
  });

  it.each([
    ['go', 'asks anna@example.com, dr-leads: Fail over ERP, ${{ inputs.ticket }}'],
    ['go', '2 of them must approve, not the one who started the run; in time or else: abort'],
    ['go', 'one of dr-directors may pass it alone'],
    ['tier1', 'for each t of databases, portal: 1 at a time; tolerated failures: 0'],
    ['tier1', 'databases: POST /cloud/cloudFailoverPlans/<id of "ERP databases">?action=start'],
    ['sites', 'for each site of inputs.sites: 2 at a time; tolerated failures: 50%'],
    ['sites', 'asks dr-team: Call the site ${{ site }}'],
    ['dns_moved', 'PUT /zones/example.com/portal by connection dns'],
    ['dns_moved', 'expects status 200 or 204, body: json == null || json.ok'],
    ['dns_seen', 'dns portal.example.com A: 10.1.0.1, tried every 5s for at most 10m'],
    ['network', 'site: ${{ inputs.sites[0] }}'],
    [
      'tell',
      'tells webhook ops-chat: ${{ run.mode }} of ${{ run.runbook }}: ${{ run.outcome }}; never holds the run',
    ],
  ])('shows what %s does: %s', (id, line) => {
    expect(wholeStep(id).map((text) => text.trim())).toContain(line);
  });

  it('shows when a step is done, and how often it is tried', () => {
    expect(wholeStep('network').at(-1)).toContain('only when inputs.loud || steps.tier1');
    expect(wholeStep('dns_moved').at(-1)).toContain('tried again up to 2 times, 30s apart');
  });

  it('ends with the order of the steps and the longest path', () => {
    const text = whole(
      'objectives: { rto: 1m }\nsteps:\n  - { id: a, wait: 1m }\n  - { id: b, wait: { until: 2026-11-21T03:00:00Z } }\n  - { id: c, needs: [a], wait: 2m }\n',
    );

    expect(text).toContain('\nOrder\n  a\n  ├─ b\n  └─ c\n');
    expect(text).toContain(`Longest path
  at least 3m: a (1m) > c (2m)
  one attempt of each; waiting for people and pauses are not counted
  no limit: b
  then the clean-up: 1h
  the limits add up to more than the RTO of 1m
`);
  });
});

function whole(excerpt: string): string {
  const plan = compiled(excerpt).plans.drill;
  if (plan === null) throw new Error('it does not compile');
  return renderPlan(plan, { planHash: 'sha256:0', inputs: {} }, { colour: false });
}
