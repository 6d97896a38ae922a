import type { Channel } from '../activities/dependencies.js';
import { mailOf, slackOf } from '../activities/notification-texts.js';
import { postJson } from '../clients/http-post.js';
import { sendMail } from '../clients/smtp-mail.js';
import { ConfigError } from '../config/config-error.js';
import type { Config, EmailNotification, HttpNotification } from '../config/config.js';
import { resolveSecret, type SecretSource } from '../config/resolve-secret.js';

/** For one try; Temporal tries again, and gives up after a minute in all. */
const TRY_MS = 10_000;

/** The channels of a configuration. Their secrets are read anew for each message. */
export class Channels {
  readonly #config: Config;
  readonly #secrets: SecretSource;

  constructor(config: Config, env: NodeJS.ProcessEnv) {
    this.#config = config;
    this.#secrets = { env, folder: config.folder };
  }

  get names(): readonly string[] {
    return [...this.#config.notifications.keys()];
  }

  /** @throws ConfigError when there is no such channel. */
  channel(name: string): Channel {
    const channel = this.#config.notifications.get(name);
    if (channel === undefined) {
      const has = this.names.length === 0 ? 'it has none' : `it has: ${this.names.join(', ')}`;
      const message = `the worker's configuration has no notification "${name}"; ${has}`;
      throw new ConfigError([{ place: null, message }]);
    }
    return channel.type === 'email' ? this.#mailing(channel) : this.#posting(channel);
  }

  #posting({ type, events, url, tls }: HttpNotification): Channel {
    return {
      type,
      events,
      send: async (notice, signal) => {
        const body = type === 'slack' ? slackOf(notice) : notice;
        const address = await resolveSecret(url, this.#secrets);
        return await postJson(address, body, { tls, limitMilliseconds: TRY_MS, signal });
      },
    };
  }

  #mailing({ type, events, user, password, tls, ...mail }: EmailNotification): Channel {
    const { host, port, secure, from, to } = mail;
    const credentials = async () =>
      user === null || password === null
        ? null
        : {
            user: await resolveSecret(user, this.#secrets),
            password: await resolveSecret(password, this.#secrets),
          };
    return {
      type,
      events,
      send: async (notice, signal) => {
        const server = { host, port, secure, credentials: await credentials() };
        const messageId = `<${notice.id.replace(/[^A-Za-z0-9.-]/g, '.')}@drillbook>`;
        const content = { messageId, from, to, ...mailOf(notice) };
        return await sendMail(server, content, { tls, limitMilliseconds: TRY_MS, signal });
      },
    };
  }
}
