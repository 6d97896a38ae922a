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
import { DecodeError } from '../../../clients/transport/decode-error.js';
import { sample } from '../sample.js';

type Decode = (body: string) => unknown;

const DECODERS: readonly (readonly [file: string, decode: Decode])[] = [
  ['vspc-failoverplans-list.json', (body) => decodeList(body, failoverPlanOf, 0)],
  ['vspc-failoverplans-by-server.json', (body) => decodeList(body, failoverPlanOf, 0)],
  ['vspc-failoverplan-inundoprogress.json', (body) => decodeItem(body, failoverPlanOf)],
  ['vspc-failoverplan-patch-response.json', (body) => decodeItem(body, failoverPlanOf)],
  ['vspc-failoverplan-objects.json', (body) => decodeList(body, planObjectOf, 0)],
  ['vspc-failoverplan-objects-all.json', (body) => decodeList(body, planObjectOf, 0)],
  ['vspc-failoverplan-objects-by-server.json', (body) => decodeList(body, planObjectOf, 0)],
  ['vspc-asyncaction-running.json', (body) => decodeItem(body, asyncActionOf)],
  ['vspc-asyncactions-list.json', (body) => decodeList(body, asyncActionOf, 0)],
  ['vspc-user-me.json', (body) => decodeItem(body, userOf)],
];

function settle(decode: Decode, body: string): 'value' | 'refused' {
  try {
    decode(body);

    return 'value';
  } catch (error) {
    if (error instanceof DecodeError) return 'refused';
    throw error;
  }
}

describe('every decoder', () => {
  const pieces = fc.oneof(
    fc.string({ maxLength: 20 }),
    fc.constantFrom('{', '}', '[', ']', ',', '"', 'null', 'true', '1e999', '-1', '0.5', '{}'),
    fc.constantFrom('"__proto__":1,', '"data":null,', '\u0000', '\\ud800', '<html>'),
  );

  it.each(DECODERS)('reads %s', (file, decode) => {
    expect(settle(decode, sample(file))).toBe('value');
  });

  it.each(DECODERS)('gives a value or a DecodeError for a mutated %s', (file, decode) => {
    const json = sample(file);
    const edit = fc.record({ at: fc.nat(json.length), cut: fc.nat(60), piece: pieces });

    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        const mutated = edits.reduce(
          (text, { at, cut, piece }) => text.slice(0, at) + piece + text.slice(at + cut),
          json,
        );
        expect(['value', 'refused']).toContain(settle(decode, mutated));
      }),
      { numRuns: 150 },
    );
  });

  it.each(DECODERS)('refuses %s cut off anywhere', (file, decode) => {
    const json = sample(file).trimEnd();

    fc.assert(
      fc.property(fc.integer({ min: 0, max: json.length - 1 }), (length) => {
        expect(settle(decode, json.slice(0, length))).toBe('refused');
      }),
      { numRuns: 60 },
    );
  });

  it.each(DECODERS)(
    'gives a value or a DecodeError for any JSON instead of %s',
    (_file, decode) => {
      fc.assert(
        fc.property(fc.jsonValue(), (value) => {
          expect(['value', 'refused']).toContain(settle(decode, JSON.stringify(value)));
        }),
        { numRuns: 60 },
      );
    },
  );
});

describe('the errors of an answer', () => {
  it('are looked for in any text without harm', () => {
    const bodies = fc.oneof(fc.string({ unit: 'binary' }), fc.json());

    fc.assert(
      fc.property(bodies, (body) => {
        expect(Array.isArray(errorsOf(body))).toBe(true);
        expect((serverMessage(body, []) ?? '').length).toBeLessThanOrEqual(500);
      }),
    );
  });
});
