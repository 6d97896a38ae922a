import type { Activities } from '../activities/activity-interface.js';

/**
 * The activities that reach what is no Veeam server: checks, http steps, messages. A test of a
 * runbook puts its own in their place, so that it needs none of those systems and tells nobody.
 */
export type StandIns = Pick<Activities, 'probe' | 'readHttp' | 'sendHttp' | 'sendNotification'>;

export type CheckAsked = Parameters<StandIns['probe']>[0];
export type HttpAsked = Parameters<StandIns['readHttp']>[0];
export type HttpSent = Awaited<ReturnType<StandIns['sendHttp']>>;
