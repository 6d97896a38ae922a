import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { compile } from '../../compiler/compile.js';
import { sha256 } from '../../plan/canonical.js';
import { resolveInputs } from '../../plan/inputs.js';
import type { Json } from '../../plan/json.js';
import type { Mode } from '../../plan/plan.js';
import { KEY } from './console.js';
import { CLOUD, PASSWORD, type Lab, type LabOptions, type Started } from './lab.js';
import { failover, person, planOf, databases } from './plans.js';
import type { Story } from './story.js';

const LEAD = { ...person, name: 'dr-lead@example.com', osUser: 'dr-lead' };
const DBA = { ...person, name: 'dba@example.com', osUser: 'dba' };
const TICKET = { ticket: 'CHG000001' };

/** Machines that do not simply succeed. */
type Fates = Readonly<Record<string, 'failed' | 'warning'>>;

/** All that the runbooks name, on one server; what is held by its id is new, for all share one Temporal. */
function site(fates: Fates, tenant: string): string {
  const machine = (name: string, extra = '') =>
    `{ name: ${name}, takes: 20s, result: ${fates[name] ?? 'success'}${extra} }`;
  const plan = (name: string, ...machines: readonly string[]) =>
    `{ name: ${name}, id: ${randomUUID()}, backupServer: srv13.tech.local, machines: [${machines.join(', ')}]`;
  return `
version: 1
speed: 60
server: { users: [{ name: dr, password: ${PASSWORD}, role: PortalAdministrator }] }
console: { apiKeys: [{ key: ${KEY} }] }
backupServers: [{ name: srv13.tech.local }]
cloudFailoverPlans:
  - ${plan('ERP databases', machine('sql01', ', service: { tcp: 0 }, production: { tcp: 0 }'), machine('sql02'))}, tenant: ${tenant} }
  - ${plan('Branch offices', machine('branch-gw', ', service: { tcp: 0 }'))}, tenant: ${tenant} }
failoverPlans:
  - ${plan('ERP portal', machine('portal-db01', ', service: { tcp: 0 }'), machine('portal-web01', ', service: { http: 0 }'))} }
vmReplicas: [${['web01', 'web02', 'web03'].map((name) => machine(name, ', points: [5m]')).join(', ')}]
vAppReplicas: [{ name: Shop front, takes: 20s, vms: [f1] }, { name: Shop back, takes: 20s, vms: [b1] }]
cdpReplicas: [${machine('orders01')}, ${machine('orders02')}]
`;
}

/** The places of the examples' networks, and the machine of the simulated site that stands there. */
const PLACES: readonly (readonly [RegExp, string])[] = [
  [/host: sql01\.prod\.example\.com, port: 1433/g, 'sql01 production'],
  [/host: '?sql01\.[^ ]*( [^ ]*)*\.example\.com'?, port: 1433/g, 'sql01'],
  [/host: branch-gw\.dr\.example\.com, port: 443/g, 'branch-gw'],
  [/host: 127\.0\.0\.1, port: 18201/g, 'portal-db01'],
];
const PAGES = /https?:\/\/(portal|shop|127\.0\.0\.1)[^']*\/health/g;

/** A runbook that ships, word for word but for the names of connection and tenant and the places of its checks. */
function textOf(file: string, lab: Lab): string {
  const shipped = readFileSync(new URL(`../../runbooks/${file}`, import.meta.url), 'utf8');
  const named = shipped
    .replaceAll(/connection: (dr|demo)-em/g, `connection: ${connectionOf(lab)}`)
    .replaceAll('tenant: ABC Company', `tenant: ${lab.truth(CLOUD).tenant ?? ''}`);
  const placed = PLACES.reduce(
    (text, [place, name]) => text.replace(place, `host: 127.0.0.1, port: ${portOf(lab, name)}`),
    named,
  );
  return placed.replaceAll(PAGES, `http://127.0.0.1:${portOf(lab, 'portal-web01')}/health`);
}

function connectionOf({ config }: Lab): string {
  return [...config.connections.keys()][0] ?? '';
}

function portOf(lab: Lab, place: string): number {
  const [name, isProduction] = place.split(' ');
  const machines = lab.simulator.truth().plans.flatMap((plan) => plan.machines);
  const machine = machines.find((one) => one.name === name);
  const port = isProduction === undefined ? machine?.port : machine?.productionPort;
  if (port === undefined || port === null) throw new Error(`nothing listens for ${place}`);
  return port;
}

function start(
  lab: Lab,
  file: string,
  mode: Mode,
  given: Readonly<Record<string, Json>> = {},
): Promise<Started> {
  const source = textOf(file, lab);
  const { plan, diagnostics } = compile(source, { file, mode });
  if (plan === null) throw new Error(`${file}: ${JSON.stringify(diagnostics)}`);
  const { values, problems } = resolveInputs(plan.inputs, given);
  if (problems.length > 0) throw new Error(`${file}: ${problems.join('; ')}`);
  return lab.start(
    plan,
    { runbookSource: source, runbookHash: sha256(source), inputs: values },
    `${plan.runbook.id}-${randomUUID().slice(0, 8)}`,
  );
}

const waitsFor = (run: Started, step: string) =>
  run.until(({ waitingFor }) => waitingFor.some((one) => one.step === step));

const over = (run: Started, step: string) =>
  run.until(({ steps }) => steps.some(({ id, endedAt }) => id === step && endedAt !== null));

async function approve(run: Started, verb: 'approve' | 'reject' = 'approve'): Promise<void> {
  await waitsFor(run, 'go');
  const { run: summary } = await run.record();
  await run.steer(verb, { person: LEAD, planHash: summary.planHash });
}

async function answer(run: Started, step: string): Promise<void> {
  await waitsFor(run, step);
  await run.steer('answer', { person: DBA, step, choice: 'done', note: 'looked at' });
}

/** The old databases are dead, as a live run wants to see it. */
async function fence({ simulator }: Lab): Promise<void> {
  const answer = await fetch(`${simulator.controlUrl}/machines/ERP%20databases/sql01`, {
    method: 'POST',
    body: JSON.stringify({ production: 'closed' }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

/** A server that dies with the next start of this path, after it has acted. */
function loseAnswer(lab: Lab, path: string): void {
  lab.fault({ kind: 'restart', acted: true, match: { path, method: 'POST' } });
}

const options = (): LabOptions => ({
  connection: `em-${randomUUID().slice(0, 8)}`,
  groups: { 'dr-leads': [LEAD.name], dbas: [DBA.name] },
  notifications: [
    {
      ...{ type: 'webhook', name: 'ops-chat', tls: { caFile: null, insecure: false }, events: [] },
      // The secret is not there: the message fails at once, and is given up.
      url: { kind: 'env', name: 'NO_SUCH_URL', where: 'notifications.ops-chat.url' },
    },
  ],
});

function story(name: string, play: Story['play'], fates: Fates = {}): Story {
  return { name, scenario: site(fates, `Tenant ${randomUUID()}`), options: options(), play };
}

/** Each runbook that ships, as it goes well and as it does not; a story's name begins with its file's. */
export const shippedStories: readonly Story[] = [
  story('minimal', (lab) => start(lab, 'minimal.yaml', 'drill')),
  story('demo-drill', (lab) => start(lab, 'demo-drill.yaml', 'drill'), { sql02: 'warning' }),
  story(
    'demo-drill-of-a-portal-that-does-not-come-up',
    (lab) => start(lab, 'demo-drill.yaml', 'drill'),
    { 'portal-db01': 'failed' },
  ),
  story('drill-with-approvals', async (lab) => {
    const run = await start(lab, 'drill-with-approvals.yaml', 'drill', TICKET);
    await approve(run);
    await answer(run, 'judged');
    return run;
  }),
  story('drill-with-approvals-rejected', async (lab) => {
    const run = await start(lab, 'drill-with-approvals.yaml', 'drill', TICKET);
    await approve(run, 'reject');
    return run;
  }),
  story('erp-failover-drilled', (lab) => start(lab, 'erp-failover.yaml', 'drill', TICKET)),
  story(
    'erp-failover-failed-paused-and-skipped',
    async (lab) => {
      await fence(lab);
      const run = await start(lab, 'erp-failover.yaml', 'live', TICKET);
      await waitsFor(run, 'databases');
      await run.steer('retry', { step: 'databases' });
      await run.until(({ steps, waitingFor }) => {
        return waitingFor.length > 0 && steps.some(({ attempts }) => attempts === 2);
      });
      await run.steer('skip', { step: 'databases' });
      return run;
    },
    { sql02: 'failed' },
  ),
  story('erp-failover-answer-lost-and-adopted', async (lab) => {
    await fence(lab);
    const run = await start(lab, 'erp-failover.yaml', 'live', TICKET);
    await over(run, 'databases');
    loseAnswer(lab, 'action=start');
    await waitsFor(run, 'portal');
    await run.steer('resolve', { step: 'portal', choice: 'adopt' });
    return run;
  }),
  story('failback-preparation', async (lab) => {
    const connection = connectionOf(lab);
    const plan = planOf('live', [failover('databases', 'start')]);
    const before = await lab.run({ ...plan, targets: [{ ...databases, connection }] });
    const run = await start(lab, 'failback-preparation.yaml', 'live', {
      failover: before as unknown as Json,
    });
    await answer(run, 'production_ready');
    await approve(run);
    return run;
  }),
  story('full-site-drilled', (lab) => start(lab, 'full-site.yaml', 'drill', TICKET)),
  story(
    'full-site-answer-lost-and-sent-again',
    async (lab) => {
      await fence(lab);
      lab.fault({ kind: 'dropBefore', match: { action: 'start', server: 'console' } });
      const run = await start(lab, 'full-site.yaml', 'live', TICKET);
      await waitsFor(run, 'branches');
      await run.steer('resolve', { step: 'branches', choice: 'resend' });
      return run;
    },
    { web02: 'failed' },
  ),
  story(
    'replica-by-replica',
    async (lab) => {
      const run = await start(lab, 'replica-by-replica.yaml', 'live');
      await approve(run);
      return run;
    },
    { web02: 'failed' },
  ),
  story('replica-by-replica-answer-lost-and-adopted', async (lab) => {
    const run = await start(lab, 'replica-by-replica.yaml', 'live');
    await waitsFor(run, 'go');
    loseAnswer(lab, 'action=failover');
    await approve(run);
    await waitsFor(run, 'web');
    for (;;) {
      const { waitingFor } = await run.record();
      const [one] = waitingFor;
      if (one === undefined) return run;
      await run.steer('resolve', { step: 'web', item: one.item, choice: 'adopt' });
      await run.until((record) => record.waitingFor[0]?.since !== one.since);
    }
  }),
];
