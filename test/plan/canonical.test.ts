import { describe, expect, it } from '@jest/globals';
import { canonicalJson, sha256 } from '../../plan/canonical.js';

describe('canonicalJson', () => {
  it('sorts keys and leaves no white space', () => {
    expect(canonicalJson({ b: [1, 'x'], a: { d: null, c: 1.5 } })).toBe(
      '{"a":{"c":1.5,"d":null},"b":[1,"x"]}',
    );
  });

  it.each([[Number.NaN], [Number.POSITIVE_INFINITY], [undefined]])('refuses %p', (value) => {
    expect(() => canonicalJson(value)).toThrow();
  });
});

describe('sha256', () => {
  it('is that of FIPS 180-4 for "abc"', () => {
    expect(sha256('abc')).toBe(
      'sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  it('is the same for a text and its UTF-8', () => {
    expect(sha256('äß')).toBe(sha256(new TextEncoder().encode('äß')));
  });
});
