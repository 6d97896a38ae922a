import { resolve } from 'node:path';
import type { EmailNotification, HttpNotification, NotificationConfig } from './config.js';
import type { WrittenByEmail, WrittenByHttp } from './notification-schema.js';
import { reference, textOrReferenceOf, type Origin } from './origin.js';

/** SMTP's ports: submission with STARTTLS, and submission over TLS (RFC 8314). */
const SUBMISSION_PORT = 587;
const SUBMISSION_TLS_PORT = 465;

/** A notification channel with its defaults. */
export function notificationOf(
  name: string,
  written: WrittenByHttp | WrittenByEmail,
  origin: Origin,
): NotificationConfig {
  return written.type === 'email' ? emailOf(name, written, origin) : httpOf(name, written, origin);
}

/** What is allowed in a channel but dangerous, a sentence each. */
export function notificationWarnings(channel: NotificationConfig): readonly string[] {
  if (!channel.tls.insecure) return [];
  const what =
    channel.type === 'email' && channel.user !== null
      ? 'any certificate is taken and TLS may be left out, so anyone in between can read the password'
      : 'any certificate is taken, so anyone in between can read what is sent';

  return [`notifications.${channel.name}.tls.insecure is true: ${what}`];
}

function httpOf(name: string, written: WrittenByHttp, origin: Origin): HttpNotification {
  return {
    type: written.type,
    name,
    url: reference(written.url, `notifications.${name}.url`, origin),
    events: [...new Set(written.events ?? [])],
    tls: tlsOf(written, origin),
  };
}

function emailOf(name: string, written: WrittenByEmail, origin: Origin): EmailNotification {
  const { user, password } = written;
  const where = `notifications.${name}`;
  const secure = written.secure ?? false;

  return {
    type: 'email',
    name,
    host: written.host,
    port: written.port ?? (secure ? SUBMISSION_TLS_PORT : SUBMISSION_PORT),
    secure,
    user: user === undefined ? null : textOrReferenceOf(user, `${where}.user`, origin),
    password: password === undefined ? null : reference(password, `${where}.password`, origin),
    from: written.from,
    to: written.to,
    events: [...new Set(written.events ?? [])],
    tls: tlsOf(written, origin),
  };
}

function tlsOf(
  { tls }: WrittenByHttp | WrittenByEmail,
  { folder }: Origin,
): HttpNotification['tls'] {
  return {
    caFile: tls?.caFile === undefined ? null : resolve(folder, tls.caFile),
    insecure: tls?.insecure ?? false,
  };
}
