import { readFile } from 'node:fs/promises';
import { probeTls, type CertificateSight, type TlsSight } from '../../clients/tls-probe.js';
import { errorCode } from '../../config/error-code.js';
import { bad, good, type Finding } from './finding.js';
import type { Address } from './look-at-network.js';

const LIMIT_MS = 10_000;
const DAY_MS = 86_400_000;

/** A certificate that ends sooner than this is told. */
const SOON_DAYS = 30;

interface Trust {
  readonly caFile: string | null;
  readonly insecure: boolean;
}

/** Whether a server's certificate is trusted, for this host, and for how long still. */
export async function lookAtCertificate(
  name: string,
  address: Address,
  trust: Trust,
  now: Date,
): Promise<Finding[]> {
  const what = `certificate ${name}`;
  const ca = trust.caFile === null ? null : await readCa(trust.caFile);
  if (typeof ca === 'string') {
    return [bad(what, ca, 'check tls.caFile, and that this user may read it')];
  }
  const sight = await probeTls(address.host, address.port, { ca, limitMilliseconds: LIMIT_MS });
  if (sight.kind === 'none') {
    const advice = 'it may not speak TLS at this port: check the port, or write http:// in a lab';
    return [bad(what, `no TLS handshake: ${sight.seen}`, advice)];
  }
  const problems = problemsOf(sight, address, now);
  // With tls.insecure the connection works all the same, and says nothing about who answers.
  const found = problems.map(([seen, advice]) =>
    trust.insecure
      ? good(what, `${seen}; tls.insecure takes it all the same`, advice)
      : bad(what, seen, advice),
  );
  return found.length > 0 ? found : [wellKnown(what, sight, now)];
}

async function readCa(file: string): Promise<Buffer | string> {
  try {
    return await readFile(file);
  } catch (error) {
    return `the file ${file} can't be read (${errorCode(error)})`;
  }
}

type Handshake = Extract<TlsSight, { readonly kind: 'handshake' }>;

function wellKnown(what: string, { chain, protocol }: Handshake, now: Date): Finding {
  const first = chain.toSorted((a, b) => a.validTo.getTime() - b.validTo.getTime())[0];
  if (first === undefined) return good(what, `trusted, ${protocol}`);
  const days = Math.floor((first.validTo.getTime() - now.getTime()) / DAY_MS);
  const path = chain.map(({ subject }) => subject).join(' <- ');
  const seen = `trusted, ${protocol}, good for ${days} days more: ${path}`;
  const advice = `renew the certificate of ${first.subject} before ${dayOf(first.validTo)}`;
  return good(what, seen, days < SOON_DAYS ? advice : null);
}

/** What is wrong, and what to do, each. */
function problemsOf(
  sight: Handshake,
  { host }: Address,
  now: Date,
): readonly (readonly [string, string])[] {
  const dated = sight.chain.flatMap((certificate) => datesOf(certificate, now));
  const isDated = /^CERT_(?:HAS_EXPIRED|NOT_YET_VALID)$/.test(sight.untrusted ?? '');
  return [
    ...dated,
    ...(sight.untrusted === null || (isDated && dated.length > 0)
      ? []
      : [untrusted(sight.untrusted, sight.chain)]),
    ...(sight.otherNames === null ? [] : [otherName(sight.otherNames, host)]),
  ];
}

function datesOf(
  { subject, validFrom, validTo }: CertificateSight,
  now: Date,
): readonly (readonly [string, string])[] {
  if (validTo < now) {
    const advice = 'renew it; if it is younger than that, set the clock of this machine right';
    return [[`the certificate of ${subject} ended on ${dayOf(validTo)}`, advice]];
  }
  if (validFrom > now) {
    const advice = 'set the clocks right, here and where it was made';
    return [[`the certificate of ${subject} begins on ${dayOf(validFrom)} only`, advice]];
  }
  return [];
}

function untrusted(code: string, chain: readonly CertificateSight[]): readonly [string, string] {
  const last = chain.at(-1);
  switch (code) {
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return [
        `the server signs its own certificate (${code})`,
        'export it on the server, compare its fingerprint there, and name the file in tls.caFile',
      ];
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
      return [
        `no authority that is trusted here signed its chain, which ends at ${last?.issuer ?? 'nothing'} (${code})`,
        `name that authority's certificate in tls.caFile; a server that sends no intermediate certificates needs them there too`,
      ];
    default:
      return [
        `its certificate is not trusted (${code})`,
        "name its authority's certificate in tls.caFile",
      ];
  }
}

function otherName(names: string, host: string): readonly [string, string] {
  const shown = names.length > 300 ? `${names.slice(0, 300)}...` : names;
  return [
    `the certificate is not for ${host} but for ${shown}`,
    'write one of these names into the url, or have a certificate made for this one',
  ];
}

function dayOf(time: Date): string {
  return Number.isNaN(time.getTime()) ? 'an unknown day' : time.toISOString().slice(0, 10);
}
