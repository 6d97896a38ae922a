import { Context } from '@temporalio/activity';
import { normalAddress, probeDns, type DnsSight } from '../clients/dns-probe.js';
import { probeTcp } from '../clients/tcp-probe.js';
import { foreignText } from '../clients/transport/foreign-text.js';
import type { ProbeInput, ProbeResult } from './check-contract.js';
import type { Dependencies } from './dependencies.js';
import { exchange, judgeAnswer } from './http-exchange.js';
import { sleepUnlessStopping } from './poll.js';
import { Pulse } from './pulse.js';
import { toFailure } from './to-failure.js';

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
      const sight = await tryOnce(dependencies, input);
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

async function tryOnce(dependencies: Dependencies, input: ProbeInput): Promise<Sight> {
  const signal = Context.current().cancellationSignal;
  const options = { limitMilliseconds: TRY_MS, signal };
  switch (input.probe.kind) {
    case 'tcp': {
      const { host, port } = input.probe;
      const { state, seen } = await probeTcp(host, port, options);
      return { held: state === input.expect, seen };
    }
    case 'http':
      return await tryHttp(dependencies, input.probe, signal);
    case 'dns':
      return judgeDns(input.probe, input.expect, await probeDns(input.probe, options));
  }
}

async function tryHttp(
  dependencies: Dependencies,
  probe: Extract<ProbeInput['probe'], { kind: 'http' }>,
  signal: AbortSignal,
): Promise<Sight> {
  const { url, method, status, body, headers = [], connection = null } = probe;
  try {
    const { reply, redactor } = await exchange(
      dependencies,
      { url, method, headers, connection, body: null },
      { limitSeconds: TRY_MS / 1000, signal },
    );
    if (reply.kind === 'none') return { held: false, seen: reply.seen };
    return judgeAnswer(reply, { status: status === null ? null : [status], body }, redactor);
  } catch (error) {
    // A wrong address or a missing secret will not mend itself.
    throw toFailure(error);
  }
}

type DnsProbe = Extract<ProbeInput['probe'], { kind: 'dns' }>;

/** `closed`: the name must not lead there. A DNS that does not answer shows neither. */
function judgeDns({ addresses }: DnsProbe, expect: ProbeInput['expect'], sight: DnsSight): Sight {
  switch (sight.kind) {
    case 'unknown':
      return { held: false, seen: sight.seen };
    case 'none':
      return { held: expect === 'closed', seen: sight.seen };
    case 'answer': {
      const wanted = addresses?.map(normalAddress).sort() ?? null;
      const isThere = wanted === null || wanted.join() === sight.addresses.join();
      return {
        held: isThere === (expect === 'open'),
        seen: foreignText(sight.addresses.join(', '), SEEN_LENGTH),
      };
    }
  }
}
