import { describe, expect, it } from '@jest/globals';
import { KnownSecrets } from '../../../clients/transport/known-secrets.js';

describe('the secrets of a connection', () => {
  it('stay known when newer ones of another kind come, however many', () => {
    const known = new KnownSecrets();
    known.learn('password', 'canary-password');
    for (let at = 0; at < 100; at += 1) known.learn('token', `canary-token-${at}-`);

    expect(known.redactor.text('canary-password canary-token-99-')).toBe('[redacted] [redacted]');
  });

  it('stay known for a while when there is a newer one of their kind, and no longer', () => {
    const known = new KnownSecrets();
    for (const token of ['first', 'second', 'third', 'fourth', 'fifth']) {
      known.learn('token', `canary-${token}`);
    }

    expect(known.redactor.text('canary-second')).toBe('[redacted]');
    expect(known.redactor.text('canary-first')).toBe('canary-first');
  });

  it('are made into expressions once as long as none is new', () => {
    const known = new KnownSecrets();
    known.learn('password', 'canary-password');
    const { redactor } = known;

    known.learn('password', 'canary-password');

    expect(known.redactor).toBe(redactor);
  });
});
