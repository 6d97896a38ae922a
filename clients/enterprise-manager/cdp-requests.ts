import { utc } from '../transport/timestamp.js';
import type { Wire } from './options.js';
import { requestBody } from './request-body.js';
import type { CdpFailoverSpec, CdpTarget } from './resources.js';

/** The path of a CDP replica's action. vApps stand under `cdpReplica`, without an s. */
export function cdpPath(target: CdpTarget, action: 'failover' | 'intervals'): string {
  const id = encodeURIComponent(target.id);
  const path =
    target.kind === 'vApp'
      ? `/cdpReplica/vApps/${id}`
      : `/cdpReplicas/${encodeURIComponent(target.replicaId)}/vms/${id}`;

  return `${path}?action=${action}`;
}

/**
 * The body of a CDP failover. Both truths are required, and false where a time is given: which of
 * them would win is not documented.
 *
 * @throws TypeError when the time is none.
 */
export function cdpFailoverBody(wire: Wire, spec: CdpFailoverSpec): string {
  return requestBody(wire, 'CdpFailoverStartSpec', {
    RestoreCurrent: spec.kind === 'current',
    RestoreCurrentVss: spec.kind === 'currentVss',
    ...(spec.kind === 'interval' ? { RestoreAtInterval: utc(spec.time) } : {}),
    // Spelt as in the examples; the table of the same page writes RestoreAtPointinTime.
    ...(spec.kind === 'pointInTime' ? { RestoreAtPointInTime: utc(spec.time) } : {}),
  });
}

/**
 * What the question for intervals sends: JSON on either wire, because no page of the vendor's
 * tells what the root of its XML is called.
 *
 * @throws TypeError when a time is none.
 */
export function intervalsRequest(span: { readonly from: string; readonly to: string }): {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
} {
  return {
    body: JSON.stringify({ StartDate: utc(span.from), EndDate: utc(span.to) }),
    headers: { accept: 'application/json', 'content-type': 'application/json' },
  };
}
