import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonMutations, mutateJson } from '../mutations/json-mutations.js';
import type { JsonNode } from '../mutations/json-tree.js';
import { readJson, writeJson } from '../mutations/json-tree.js';
import { readingOf } from '../mutations/plain-reading.js';
import { runs, RUNS_LIMIT_MS } from '../mutations/runs.js';
import { settle } from '../mutations/settle.js';
import { cutTexts, editedTexts, neverAnswers } from '../mutations/text-mutations.js';
import type { XmlNode } from '../mutations/xml-tree.js';
import { sample } from '../sample.js';
import { compared } from './compared.js';
import { entityAsXml, pageAsXml } from './json-as-xml.js';
import { PLAIN_READINGS } from './plain-reading.js';
import type { Decode, Kind } from './sample-decoders.js';
import { asRead, DECODERS } from './sample-decoders.js';
import { xmlToJson } from './xml-to-json.js';

type AsXml = (root: JsonNode) => XmlNode;

const entity =
  (name: string): AsXml =>
  (root) =>
    entityAsXml(root, name);
const page =
  (item: string): AsXml =>
  (root) =>
    pageAsXml(root, item);

/** Which JSON, of what kind, and the XML that it stands for. */
const FILES: readonly (readonly [file: string, kind: Kind, asXml: AsXml])[] = [
  ['em-task-startcloudfailoverplan-finished.xml', 'task', entity('Task')],
  ['em-task-operationfinished.xml', 'task', entity('Task')],
  ['em-tasks-list.xml', 'tasks', page('Task')],
  ['em-failoverplan-entity.xml', 'failoverPlan', entity('FailoverPlan')],
  ['em-cloudfailoverplan-entity.xml', 'cloudFailoverPlan', entity('CloudFailoverPlan')],
  ['em-cloudfailoveredvms-list.xml', 'planMachines', page('CloudFailoveredVm')],
  ['em-cloudfailoversession-working.xml', 'cloudFailoverSession', entity('CloudFailoverSession')],
  [
    'em-query-cloudfailoversession-failed-entities.xml',
    'cloudFailoverSessionPage',
    page('CloudFailoverSession'),
  ],
  ['em-restoresession-stopped-success.xml', 'restoreSession', entity('RestoreSession')],
  ['em-cloudvmreplicapoint-entity-ready.xml', 'cloudReplicaPoints', page('CloudVmReplicaPoint')],
  ['em-vmreplicapoint-entity.xml', 'vmReplicaPoints', page('VmReplicaPoint')],
  ['em-replica-entity.xml', 'replicas', page('Replica')],
  ['em-cdpreplicaintervals.xml', 'cdpIntervals', entity('CdpReplicaIntervals')],
  ['em-cdpreplica-entity.xml', 'cdpReplica', entity('CdpReplica')],
  ['em-logonsession-tenant.xml', 'logonSession', entity('LogonSession')],
  ['em-enterprisemanager-root.xml', 'apiVersions', entity('EnterpriseManager')],
];

const CASES = FILES.map(
  ([file, kind, asXml], index) =>
    [
      `${kind} in ${file} as JSON`,
      kind,
      asXml,
      xmlToJson(
        asRead(sample(file), kind),
        (['bare', 'singular', 'plural', 'twice'] as const)[index % 4] ?? 'bare',
        index % 2 === 0 ? 'pascal' : 'camel',
      ),
    ] as const,
);

describe.each(CASES)('%s', (_name, kind, asXml, json) => {
  const decode = DECODERS[kind] as Decode;
  const tree = readJson(json);

  it('is read as it stands', () => {
    expect(compared(decode(json))).toEqual(PLAIN_READINGS[kind](asXml(tree)));
  });

  it(
    'is refused when its values change, or means what it then says',
    () => {
      fc.assert(
        fc.property(jsonMutations, (mutations) => {
          const mutated = mutateJson(tree, mutations);
          const settled = settle(decode, writeJson(mutated));
          if (settled === 'refused') return;

          expect({ says: compared(settled.value) }).toEqual(
            readingOf(() => PLAIN_READINGS[kind](asXml(mutated))),
          );
        }),
        runs(200),
      );
    },
    RUNS_LIMIT_MS,
  );

  it(
    'gives a value or a DecodeError when its text changes',
    () => {
      fc.assert(
        fc.property(fc.oneof(editedTexts(json), fc.json()), (mutated) => {
          settle(decode, mutated);
        }),
        runs(60),
      );
    },
    RUNS_LIMIT_MS,
  );

  it(
    'is refused when it is cut off',
    () => {
      fc.assert(
        fc.property(cutTexts(json), (cut) => {
          expect(settle(decode, cut)).toBe('refused');
        }),
        runs(30),
      );
    },
    RUNS_LIMIT_MS,
  );

  it('is refused with what is no part of it', () => {
    const taken = neverAnswers(json).filter(([, body]) => settle(decode, body) !== 'refused');

    expect(taken.map(([what]) => what)).toEqual([]);
  });
});
