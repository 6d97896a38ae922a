import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { serverMessage } from '../../../clients/enterprise-manager/error-body.js';
import { Redactor } from '../../../clients/transport/redact.js';
import { readingOf } from '../mutations/plain-reading.js';
import { runs, RUNS_LIMIT_MS } from '../mutations/runs.js';
import { settle } from '../mutations/settle.js';
import { cutTexts, editedTexts, neverAnswers } from '../mutations/text-mutations.js';
import { mutateXml, rewriteHarmlessly, xmlMutations } from '../mutations/xml-mutations.js';
import { readXml, writeXml } from '../mutations/xml-tree.js';
import { sample } from '../sample.js';
import { compared } from './compared.js';
import { PLAIN_READINGS } from './plain-reading.js';
import type { Decode, Kind } from './sample-decoders.js';
import { asRead, DECODERS, SAMPLES } from './sample-decoders.js';

const CASES = SAMPLES.map(
  ([file, kind]) => [`${kind} in ${file}`, kind, asRead(sample(file), kind)] as const,
);

describe.each(CASES)('%s', (_name, kind: Kind, xml) => {
  const decode = DECODERS[kind] as Decode;
  const tree = readXml(xml);

  it('is read as it stands', () => {
    expect(compared(decode(xml))).toEqual(PLAIN_READINGS[kind](tree));
  });

  it(
    'means the same however it is written',
    () => {
      fc.assert(
        fc.property(fc.array(fc.nat(1_000), { minLength: 1, maxLength: 9 }), (choices) => {
          const rewritten = writeXml(rewriteHarmlessly(tree, choices));

          expect(compared(decode(rewritten))).toEqual(PLAIN_READINGS[kind](tree));
        }),
        runs(10),
      );
    },
    RUNS_LIMIT_MS,
  );

  it(
    'is refused when elements or attributes change, or means what it then says',
    () => {
      fc.assert(
        fc.property(xmlMutations, (mutations) => {
          const mutated = mutateXml(tree, mutations);
          const settled = settle(decode, writeXml(mutated));
          if (settled === 'refused') return;

          expect({ says: compared(settled.value) }).toEqual(
            readingOf(() => PLAIN_READINGS[kind](mutated)),
          );
        }),
        runs(120),
      );
    },
    RUNS_LIMIT_MS,
  );

  it(
    'gives a value or a DecodeError when its text changes',
    () => {
      fc.assert(
        fc.property(editedTexts(xml), (mutated) => {
          settle(decode, mutated);
        }),
        runs(40),
      );
    },
    RUNS_LIMIT_MS,
  );

  it(
    'is refused when it is cut off',
    () => {
      fc.assert(
        fc.property(cutTexts(xml), (cut) => {
          expect(settle(decode, cut)).toBe('refused');
        }),
        runs(20),
      );
    },
    RUNS_LIMIT_MS,
  );

  it('is refused with what is no part of it', () => {
    const taken = neverAnswers(xml).filter(([, body]) => settle(decode, body) !== 'refused');

    expect(taken.map(([what]) => what)).toEqual([]);
  });
});

describe('the words of an error', () => {
  const [xml, json] = [sample('em-error-500.xml'), sample('em-error-400.json')];

  it(
    'are looked for in any text without harm',
    () => {
      const bodies = fc.oneof(
        editedTexts(xml),
        editedTexts(json),
        cutTexts(xml),
        fc.string({ unit: 'binary' }),
        fc.json(),
      );

      fc.assert(
        fc.property(bodies, (body) => {
          const words = serverMessage(body, new Redactor(['reference']));

          expect((words ?? '').length).toBeLessThanOrEqual(500);
          expect(words ?? '').not.toMatch(/reference|[\p{Cc}\p{Cs}]/u);
        }),
        runs(300),
      );
    },
    RUNS_LIMIT_MS,
  );

  it.each(neverAnswers(xml.replaceAll('Error', 'Fault')))('are none in %s', (what, body) => {
    expect(serverMessage(body, new Redactor([]))).toBe(what === 'another root' ? 'no' : null);
  });
});
