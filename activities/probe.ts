import { Context } from '@temporalio/activity';
import { probeHttp } from '../clients/http-probe.js';
import { probeTcp } from '../clients/tcp-probe.js';
import { evaluateExpression, ExpressionError, responseValues } from '../plan/expression.js';
import type { Json } from '../plan/json.js';
import type { ProbeInput, ProbeResult } from './check-contract.js';
import type { Dependencies } from './dependencies.js';
import { sleepUnlessStopping } from './poll.js';
import { Pulse } from './pulse.js';

/** One try may take this long at most. */
const TRY_MS = 10_000;
const SEEN_LENGTH = 300;

interface Sight {
  readonly held: boolean;
  readonly seen: string;
}

/** Tries until the probe holds or its time is up; the first try is made whatever the time. */
export async function probe(dependencies: Dependencies, input: ProbeInput): Promise<ProbeResult> {
  const until = Date.parse(input.until);
  let tries = 0;
  let seen = 'not tried yet';
  const pulse = new Pulse(() => ({
    step: input.step,
    machines: [],
    unreachableSince: null,
    message: `try ${tries}: ${seen}`,
  }));
  try {
    for (;;) {
      tries += 1;
      const sight = await tryOnce(input);
      seen = sight.seen;
      if (sight.held) return { held: true, tries, seen };
      const left = until - Date.now();
      if (left <= 0) return { held: false, tries, seen };
      await sleepUnlessStopping(Math.min(input.everySeconds * 1000, left), dependencies.stopping);
    }
  } finally {
    pulse.stop();
  }
}

async function tryOnce(input: ProbeInput): Promise<Sight> {
  const signal = Context.current().cancellationSignal;
  const options = { limitMilliseconds: TRY_MS, signal };
  switch (input.probe.kind) {
    case 'tcp': {
      const { host, port } = input.probe;
      const { state, seen } = await probeTcp(host, port, options);
      return { held: state === input.expect, seen };
    }
    case 'http': {
      const { url, method, status, body } = input.probe;
      const answer = await probeHttp(url, method, options);
      if (answer.kind === 'none') return { held: false, seen: answer.seen };
      return judge(answer, status, body);
    }
  }
}

function judge(
  answer: { readonly status: number; readonly text: string },
  status: number | null,
  body: string | null,
): Sight {
  const isStatus =
    status === null ? answer.status >= 200 && answer.status < 300 : answer.status === status;
  if (!isStatus) return { held: false, seen: `status ${answer.status}` };
  if (body === null) return { held: true, seen: `status ${answer.status}` };
  try {
    const values = responseValues(parse(answer.text), answer.text, answer.status);
    const result = evaluateExpression(body, values);
    return {
      held: result === true,
      seen: `status ${answer.status}, body: ${JSON.stringify(result)}`,
    };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const words = `status ${answer.status}, body could not be judged: ${error.message}`;
    return { held: false, seen: words.slice(0, SEEN_LENGTH) };
  }
}

/** null where the body is no JSON. */
function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}
