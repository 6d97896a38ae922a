import { describe, expect, it } from '@jest/globals';
import { configOf, problemsOf as problemsOfFile } from './config-folder.js';

const channelsOf = (channels: string) => configOf(`notifications:\n${channels}`);
const problemsOf = (channels: string) => problemsOfFile(`notifications:\n${channels}`);

const MAIL = 'type: email, host: smtp.example.com, from: dr@example.com, to: [ops@example.com]';

describe('notifications of the configuration', () => {
  it('reads a webhook: its url stays a reference, and it is told of nothing by itself', async () => {
    const config = await channelsOf('  chat: { type: webhook, url: { env: CHAT_URL } }\n');

    expect(config.notifications.get('chat')).toEqual({
      type: 'webhook',
      name: 'chat',
      url: {
        kind: 'env',
        name: 'CHAT_URL',
        where: 'notifications.chat.url in temporal.config.yaml',
      },
      events: [],
      tls: { caFile: null, insecure: false },
    });
  });

  it('reads the events of a slack channel, each once', async () => {
    const config = await channelsOf(
      '  chat: { type: slack, url: { env: U }, events: [ended, waiting, ended] }\n',
    );

    expect(config.notifications.get('chat')?.events).toEqual(['ended', 'waiting']);
  });

  it.each([
    ['', 587, false],
    [', secure: true', 465, true],
    [', secure: true, port: 2465', 2465, true],
  ])('reads an email channel with its port (%s)', async (extra, port, secure) => {
    const config = await channelsOf(`  mail: { ${MAIL}${extra} }\n`);

    expect(config.notifications.get('mail')).toMatchObject({
      ...{ type: 'email', host: 'smtp.example.com', port, secure, user: null, password: null },
      ...{ from: 'dr@example.com', to: ['ops@example.com'] },
    });
  });

  it('takes a sender with a name', async () => {
    const mail = MAIL.replace('from: dr@example.com', "from: 'DR site <dr@example.com>'");

    const config = await channelsOf(`  mail: { ${mail} }\n`);

    expect(config.notifications.get('mail')).toMatchObject({ from: 'DR site <dr@example.com>' });
  });

  it('warns of an insecure channel that has a password', async () => {
    const config = await channelsOf(
      `  mail: { ${MAIL}, user: dr, password: { env: P }, tls: { insecure: true } }\n`,
    );

    expect(config.warnings).toEqual([
      expect.stringContaining('notifications.mail.tls.insecure is true: any certificate is taken'),
    ]);
  });

  it.each([
    ['{ type: webhook }', 'url is missing'],
    ['{ type: webhook, url: { env: U }, to: [a@b] }', 'unknown key to; allowed: type, url'],
    ['{ type: pager, url: { env: U } }', 'must be one of webhook, slack, email (found pager)'],
    ['{ type: slack, url: { env: U }, events: [finished] }', 'must be one of started, waiting'],
    ['{ type: slack, url: { env: U }, events: ended }', 'events must be a list of started'],
    [`{ ${MAIL}, user: dr }`, 'has no password: user and password go together'],
    [`{ ${MAIL}, user: dr, password: hunter22 }`, 'password is a secret written in clear'],
    [`{ ${MAIL.replace('[ops@example.com]', '[]')} }`, 'to must name an address'],
    [`{ ${MAIL.replace('ops@example.com', 'ops')} }`, 'to.0 must be an address like'],
    [`{ ${MAIL.replace('smtp.', 'smtp://smtp.')} }`, 'host must be a host name'],
    [`{ ${MAIL.replace('dr@example.com', '"a@b\\nBcc: c@d"')} }`, 'from must be an address'],
  ])('refuses %s', async (channel, words) => {
    const problems = await problemsOf(`  chat: ${channel}\n`);

    expect(problems.join('\n')).toContain(words);
    expect(problems.join('\n')).not.toContain('hunter22');
  });
});
