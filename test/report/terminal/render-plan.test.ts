import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { compile } from '../../../compiler/compile.js';
import type { Mode } from '../../../plan/plan.js';
import { renderPlan } from '../../../report/terminal/render-plan.js';

const SITE = readFileSync(new URL('../../compiler/full-site.yaml', import.meta.url), 'utf8');

/** The lines of one step of the plan, without the indentation. */
function step(id: string, mode: Mode, source = SITE): readonly string[] {
  const { plan } = compile(source, { file: 'f', mode, ahead: true });
  if (plan === null) return [];
  const lines = renderPlan(plan, { planHash: 'sha256:0', inputs: {} }, { colour: false })
    .split('\n')
    .map((line) => line.trim());
  const from = lines.findIndex((line) => new RegExp(`^\\d+\\. ${id}  `).test(line));
  const length = lines.slice(from + 1).findIndex((line) => /^\d+\. |^$/.test(line));
  return lines.slice(from, from + 1 + length);
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
      'company: ABC Company }',
      'company: ABC Company, rehearse: start-and-undo }',
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
});
