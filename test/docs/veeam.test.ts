import { describe, expect, it } from '@jest/globals';
import { CdpReplicas } from '../../clients/enterprise-manager/cdp-replicas.js';
import { EnterpriseManagerClient } from '../../clients/enterprise-manager/client.js';
import { Replicas } from '../../clients/enterprise-manager/replicas.js';
import { ServiceProviderConsoleClient } from '../../clients/service-provider-console/client.js';
import { read } from './documents.js';
import { EM_EXERCISES, emCallsOf, SPC_EXERCISES, spcCallsOf } from './veeam-calls.js';

const page = read('docs/veeam.md').text;

/** Methods that send nothing of their own: a lock, and what keeps a session warm now and then. */
const SILENT = ['withStartLock', 'followingTask'];

describe('the exercises of the clients', () => {
  it('use each method that Enterprise Manager’s client has', () => {
    const classes = [EnterpriseManagerClient, Replicas, CdpReplicas];

    const methods = classes.flatMap(methodsOf).filter((name) => !SILENT.includes(name));

    expect(Object.keys(EM_EXERCISES).toSorted()).toEqual(methods.toSorted());
  });

  it('use each method that the Console’s client has, but the one that sends nothing', () => {
    const methods = methodsOf(ServiceProviderConsoleClient).filter((name) => name !== 'close');

    expect(Object.keys(SPC_EXERCISES).toSorted()).toEqual(methods.toSorted());
  });
});

describe('docs/veeam.md', () => {
  it('has each request of Enterprise Manager’s client, with the methods that make it, and no other', async () => {
    const seen = await callsBy(Object.keys(EM_EXERCISES), emCallsOf);

    expect(tableOf('Enterprise Manager')).toEqual(seen);
  });

  it('has each request of the Console’s client, with the methods that make it, and no other', async () => {
    const seen = await callsBy(['logon', ...Object.keys(SPC_EXERCISES)], spcCallsOf);

    expect(tableOf('Service Provider Console')).toEqual(seen);
  });
});

function methodsOf({ prototype }: { readonly prototype: object }): readonly string[] {
  return Object.entries(Object.getOwnPropertyDescriptors(prototype))
    .filter(([name, { value }]) => typeof value === 'function' && name !== 'constructor')
    .map(([name]) => name);
}

/** Lines like `GET /tasks: listTasks, serverTime`. */
async function callsBy(
  methods: readonly string[],
  callsOf: (method: string) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const methodsOfCall = new Map<string, string[]>();
  for (const method of methods) {
    for (const call of await callsOf(method)) {
      methodsOfCall.set(call, [...(methodsOfCall.get(call) ?? []), method]);
    }
  }
  return lines([...methodsOfCall]);
}

/** The same lines, from the first two columns of the table below a heading. */
function tableOf(heading: string): readonly string[] {
  const section = page.split(`\n## ${heading}: the calls\n`)[1]?.split('\n## ')[0] ?? '';
  const rows = [...section.matchAll(/^\| `([A-Z]+ \/[^`]*)` *\| ([^|]*)\|/gm)];
  return lines(
    rows.map(([, call = '', methods = '']) => [
      call,
      [...methods.matchAll(/`(\w+)`/g)].map(([, method = '']) => method),
    ]),
  );
}

function lines(calls: readonly (readonly [string, readonly string[]])[]): readonly string[] {
  return calls.map(([call, methods]) => `${call}: ${methods.toSorted().join(', ')}`).toSorted();
}
