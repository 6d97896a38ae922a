import type { ProbeInput } from '../../activities/check-contract.js';
import type { CheckProbe, CheckStep } from '../../plan/plan.js';
import { follows } from '../activities.js';
import type { Run } from '../run.js';
import type { StepState } from '../step-state.js';
import { evaluate } from '../values.js';
import { failed, type Verdict } from '../verdict.js';
import { whileRunning } from '../while-running.js';
import { runExprCheck } from './expr-check.js';
import { requestOf } from './http-values.js';

/** Tries a probe again and again until it holds or its time is up. */
export async function runCheck(run: Run, step: StepState, plan: CheckStep): Promise<Verdict> {
  const seconds = Math.min(plan.withinSeconds, plan.timeoutSeconds ?? plan.withinSeconds);
  if (plan.probe.kind === 'expr') return await runExprCheck(run, step, plan.probe.cel, seconds);
  const deadline = Date.now() + seconds * 1000;
  const probe = resolveProbe(run, step, plan.probe);
  if (typeof probe === 'string') return failed('BadValue', probe);
  const result = await whileRunning(run, () =>
    follows.probe.executeWithOptions(
      {
        activityId: `${plan.id}/${step.attempts}/check`,
        summary: `${plan.id}: ${words(probe, plan.expect)}`,
        scheduleToCloseTimeout: seconds * 1000 + 120_000,
        cancellationType: 'TRY_CANCEL',
      },
      [
        {
          step: plan.id,
          probe,
          expect: plan.expect,
          everySeconds: plan.everySeconds,
          until: new Date(deadline).toISOString(),
        },
      ],
    ),
  );
  if (result === null) return { kind: 'cancelled' };
  step.output['tries'] = result.tries;
  step.output['seen'] = result.seen;
  if (result.held) return { kind: 'done', outcome: 'succeeded' };
  return failed(
    'CheckFailed',
    `${words(probe, plan.expect)} did not hold within ${seconds} s (${result.tries} tries); last seen: ${result.seen}`,
  );
}

/** A string says which value is not usable. */
function resolveProbe(
  run: Run,
  step: StepState,
  probe: Exclude<CheckProbe, { kind: 'expr' }>,
): ProbeInput['probe'] | string {
  switch (probe.kind) {
    case 'tcp': {
      const host = evaluate(run, step, probe.host);
      const port = Number(evaluate(run, step, probe.port));
      if (typeof host !== 'string' || host === '') return 'the host is not a name';
      if (!Number.isInteger(port) || port < 1 || port > 65_535) {
        return `the port is not a number from 1 to 65535: ${port}`;
      }
      return { kind: 'tcp', host, port };
    }
    case 'http': {
      const { method, status, body, headers = [], connection } = probe;
      const request = requestOf(run, step, {
        method,
        url: probe.url,
        headers,
        connection: connection ?? null,
      });
      if (typeof request === 'string') return request;
      return {
        kind: 'http',
        url: request.url,
        method,
        status,
        body,
        ...(request.headers.length === 0 ? {} : { headers: request.headers }),
        ...(connection === undefined ? {} : { connection }),
      };
    }
    case 'dns': {
      const host = evaluate(run, step, probe.host);
      if (typeof host !== 'string' || host === '') return 'the host is not a name';
      const wanted = probe.addresses?.map((address) => evaluate(run, step, address)) ?? null;
      const addresses = wanted?.filter((address) => typeof address === 'string') ?? null;
      if (addresses?.length !== wanted?.length) return 'an address that is expected is no text';
      return { kind: 'dns', host, type: probe.type, addresses };
    }
  }
}

function words(probe: ProbeInput['probe'], expect: 'open' | 'closed'): string {
  switch (probe.kind) {
    case 'tcp':
      return `tcp ${probe.host}:${probe.port} ${expect}`;
    case 'http':
      return `${probe.method} ${probe.url}`;
    case 'dns': {
      const addresses = probe.addresses?.join(', ') ?? 'any';
      return `dns ${probe.host} ${probe.type} ${expect === 'closed' ? 'not ' : ''}${addresses}`;
    }
  }
}
