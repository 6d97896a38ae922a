import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  errorsOf,
  serverMessage,
} from '../../../clients/service-provider-console/answer-errors.js';
import {
  asyncActionOf,
  decodeItem,
  decodeList,
  failoverPlanOf,
  planObjectOf,
  userOf,
} from '../../../clients/service-provider-console/decode.js';
import { Redactor } from '../../../clients/transport/redact.js';
import { jsonMutations, mutateJson } from '../mutations/json-mutations.js';
import { readJson, writeJson } from '../mutations/json-tree.js';
import { readingOf } from '../mutations/plain-reading.js';
import { runs, RUNS_LIMIT_MS } from '../mutations/runs.js';
import { settle } from '../mutations/settle.js';
import { cutTexts, editedTexts, neverAnswers } from '../mutations/text-mutations.js';
import { sample } from '../sample.js';
import { PLAIN_READINGS } from './plain-reading.js';

const DECODERS = {
  plan: (body: string) => decodeItem(body, failoverPlanOf),
  plans: (body: string) => decodeList(body, failoverPlanOf, 0),
  machines: (body: string) => decodeList(body, planObjectOf, 0),
  action: (body: string) => decodeItem(body, asyncActionOf),
  actions: (body: string) => decodeList(body, asyncActionOf, 0),
  user: (body: string) => decodeItem(body, userOf),
};

/** No sample of the vendor's has a session that is not null. */
const SESSION = {
  instanceUid: '0aa01e36-32a3-4095-95fa-09a2af744009',
  endTime: '2025-08-14T12:41:30Z',
  status: 'Warning',
  message: 'One machine was left out',
};
const RESTORE_SESSION = {
  instanceUid: '1aa01e36-32a3-4095-95fa-09a2af744009',
  backupStatus: 'Success',
  restorePointUid: '2aa01e36-32a3-4095-95fa-09a2af744009',
  restorePointDateTime: '2025-08-14T10:00:00Z',
  startDateTime: '2025-08-14T12:31:30Z',
  endDateTime: '2025-08-14T12:33:30Z',
};

const PLAN = sample('vspc-failoverplan-inundoprogress.json');
const MACHINES = sample('vspc-failoverplan-objects.json');

const CASES: readonly (readonly [name: string, kind: keyof typeof DECODERS, body: string])[] = [
  ...(
    [
      ['vspc-failoverplans-list.json', 'plans'],
      ['vspc-failoverplans-by-server.json', 'plans'],
      ['vspc-failoverplan-inundoprogress.json', 'plan'],
      ['vspc-failoverplan-patch-response.json', 'plan'],
      ['vspc-failoverplan-objects.json', 'machines'],
      ['vspc-failoverplan-objects-all.json', 'machines'],
      ['vspc-failoverplan-objects-by-server.json', 'machines'],
      ['vspc-asyncaction-running.json', 'action'],
      ['vspc-asyncactions-list.json', 'actions'],
      ['vspc-user-me.json', 'user'],
    ] as const
  ).map(([file, kind]) => [file, kind, sample(file)] as const),
  [
    'a plan with its last session',
    'plan',
    PLAN.replace(/"lastSession": null/, `"lastSession": ${JSON.stringify(SESSION)}`),
  ],
  [
    'machines with their sessions',
    'machines',
    MACHINES.replace(
      /"restoreSession": null/,
      `"restoreSession": ${JSON.stringify(RESTORE_SESSION)}`,
    ),
  ],
];

describe.each(CASES)('%s', (_name, kind, json) => {
  const decode = DECODERS[kind];
  const tree = readJson(json);

  it('is read as it stands', () => {
    expect(decode(json)).toEqual(PLAIN_READINGS[kind](tree));
  });

  it(
    'is refused when its values change, or means what it then says',
    () => {
      fc.assert(
        fc.property(jsonMutations, (mutations) => {
          const mutated = mutateJson(tree, mutations);
          const settled = settle(decode, writeJson(mutated));
          if (settled === 'refused') return;

          expect({ says: settled.value }).toEqual(readingOf(() => PLAIN_READINGS[kind](mutated)));
        }),
        runs(400),
      );
    },
    RUNS_LIMIT_MS,
  );

  it(
    'gives a value or a DecodeError when its text changes',
    () => {
      fc.assert(
        fc.property(editedTexts(json), (mutated) => {
          settle(decode, mutated);
        }),
        runs(100),
      );
    },
    RUNS_LIMIT_MS,
  );

  it(
    'gives a value or a DecodeError for any JSON',
    () => {
      fc.assert(
        fc.property(fc.json(), (body) => {
          settle(decode, body);
        }),
        runs(50),
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
        runs(50),
      );
    },
    RUNS_LIMIT_MS,
  );

  it('is refused with what is no part of it', () => {
    const taken = neverAnswers(json).filter(([, body]) => settle(decode, body) !== 'refused');

    expect(taken.map(([what]) => what)).toEqual([]);
  });
});

describe('the answer', () => {
  it('of all plans has one plan twice, seen from both sides', () => {
    const { items, total } = DECODERS.plans(sample('vspc-failoverplans-list.json'));

    const [one, seenTwice, again, local] = items.map(
      ({ planId, originalUid, type, status }) => `${planId} ${originalUid} ${type} ${status}`,
    );
    expect([total, items.length]).toEqual([4, 4]);
    expect(one).toBe(
      '7c5a77ac-6931-3c53-db78-eee46dfa64ca ed58ab6c-2846-4775-abe1-f1b44e58d677 Tenant Ready',
    );
    expect(seenTwice).toBe(
      '5f211358-8dd8-8ef6-9409-53c14e4d93bf 2e46894a-2ec7-42e5-b036-bb0f08892f52 Tenant Ready',
    );
    expect(again).toBe(
      'c6219755-4027-be2e-2851-8fb87e400dbb 2e46894a-2ec7-42e5-b036-bb0f08892f52 Cloud Ready',
    );
    expect(local).toBe(
      '06b21e21-7161-50a9-b8ae-231cf9951d82 99ff2ff5-beb0-40aa-90d5-418f3e7dbe0e Local Ready',
    );
  });

  it('of a plan that is being undone', () => {
    expect(DECODERS.plan(PLAN)).toEqual({
      planId: '7c5a77ac-6931-3c53-db78-eee46dfa64ca',
      originalUid: 'ed58ab6c-2846-4775-abe1-f1b44e58d677',
      backupServerUid: 'd83442bc-03fc-469b-be4e-f0761bfc9ddd',
      name: 'CloudFailoverPlan',
      type: 'Tenant',
      status: 'InUndoProgress',
      tenantUid: '97f972eb-7f69-4340-be0b-132b8ad4bb11',
      objectsCount: 1,
      preFailoverCommand: null,
      postFailoverCommand: null,
      lastSession: null,
    });
  });

  it('of a patched plan, with the values of before', () => {
    expect(DECODERS.plan(sample('vspc-failoverplan-patch-response.json'))).toMatchObject({
      planId: '06b21e21-7161-50a9-b8ae-231cf9951d82',
      backupServerUid: '47664f7a-8f3f-4275-91fc-89a119b5497f',
      name: 'r3FailoverPlan1',
      type: 'Local',
      status: 'Ready',
      tenantUid: null,
      preFailoverCommand: null,
    });
  });

  it.each([
    [
      'vspc-failoverplan-objects.json',
      [
        ['7c5a77ac-6931-3c53-db78-eee46dfa64ca', 'ivz10copy2'],
        ['85273382-8a99-4db4-983e-be9cffba46f3', 'BackupJob2'],
      ],
    ],
    [
      'vspc-failoverplan-objects-by-server.json',
      [
        ['e8c59d16-7202-4212-8d4e-7890205c5aa2', 'ivz10copy2'],
        ['85273382-8a99-4db4-983e-be9cffba46f3', 'BackupJob2'],
      ],
    ],
    [
      'vspc-failoverplan-objects-all.json',
      [
        ['a66c3b5b-fa1d-427c-8776-e56588bd082a', 'ivz10copy2'],
        ['85273382-8a99-4db4-983e-be9cffba46f3', 'BackupJob2'],
        ['7f0e7ad2-01d7-4312-a514-8799d9a43318', 'CopyJob2'],
        ['423b64a5-21b6-6599-839c-3ab014344313', 'ivz10copy2_localReplica'],
      ],
    ],
  ])('of the machines in %s, none of which has run', (file, expected) => {
    const { items, total } = DECODERS.machines(sample(file));

    expect(total).toBe(expected.length);
    expect(items.map(({ id, name, restoreSession }) => [id, name, restoreSession])).toEqual(
      expected.map((machine) => [...machine, null]),
    );
  });

  it('of async actions', () => {
    expect(DECODERS.actions(sample('vspc-asyncactions-list.json')).items).toEqual([
      { id: 'ecfffc59-b937-4bd6-a1bd-e7818f6ce865', actionName: 'StartVb365Job', status: 'failed' },
      {
        id: 'e2a3ee18-a4ce-43d8-81a1-2ab484688ce8',
        actionName: 'DeleteBackupServersPublicCloudApplianceData',
        status: 'failed',
      },
      {
        id: 'f740a511-16f6-42e5-8267-9e5b77fc7b48',
        actionName: 'GetUnactivatedVb365Servers',
        status: 'succeed',
      },
    ]);
  });

  it('of the user, whose name is not the one of its credentials', () => {
    expect(DECODERS.user(sample('vspc-user-me.json'))).toEqual({
      userName: 'VSPC1\\Administrator',
      role: 'PortalAdministrator',
    });
  });
});

describe('the errors of an answer', () => {
  it('are looked for in any text without harm', () => {
    const bodies = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.jsonValue().map((errors) => JSON.stringify({ errors })),
      editedTexts(sample('vspc-error-400-jsonpatch.json')),
    );

    fc.assert(
      fc.property(bodies, (body) => {
        expect(Array.isArray(errorsOf(body))).toBe(true);
        expect((serverMessage(body, new Redactor([])) ?? '').length).toBeLessThanOrEqual(500);
      }),
      runs(300),
    );
  });

  it('are found in whatever form they come', () => {
    const errors = fc.jsonValue().filter((value) => value !== null && !isEmptyList(value));

    fc.assert(
      fc.property(errors, fc.constantFrom('errors', 'Errors', 'ERRORS'), (value, name) => {
        expect(errorsOf(JSON.stringify({ data: {}, [name]: value })).length).toBeGreaterThan(0);
      }),
      runs(100),
    );
  });

  it.each(['{"errors":null}', '{"errors":[]}', '{}'])('are none in %s', (body) => {
    expect(errorsOf(body)).toEqual([]);
  });
});

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
