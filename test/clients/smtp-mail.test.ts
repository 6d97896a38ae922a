import { afterEach, describe, expect, it } from '@jest/globals';
import { sendMail, type SmtpServer } from '../../clients/smtp-mail.js';
import { makeCertificate } from './certificate.js';
import { startSmtpInbox, type SmtpInbox } from './smtp-inbox.js';

const PASSWORD = 'canary-9Lp2-mail';
const OPTIONS = { tls: { caFile: null, insecure: false }, limitMilliseconds: 3000 };
const MAIL = {
  messageId: '<erp-1.3@drillbook>',
  from: 'DR site <dr@example.com>',
  to: ['ops@example.com', 'cio@example.com'],
  subject: 'live of ERP: waiting',
  text: 'Step go needs an approval.',
};

let inbox: SmtpInbox | null = null;

afterEach(async () => {
  await inbox?.close();
  inbox = null;
});

function serverOf(port: number, extra: Partial<SmtpServer> = {}): SmtpServer {
  return { host: '127.0.0.1', port, secure: false, credentials: null, ...extra };
}

const credentials = { user: 'dr', password: PASSWORD };

describe('sending a mail', () => {
  it('hands it to the server, for all addresses', async () => {
    inbox = await startSmtpInbox();

    const delivery = await sendMail(serverOf(inbox.port), MAIL, OPTIONS);

    expect(delivery).toEqual({ kind: 'delivered', note: null });
    expect(inbox.mails).toHaveLength(1);
    expect(inbox.mails[0]?.to).toEqual(MAIL.to);
    expect(inbox.mails[0]?.text).toContain('Subject: live of ERP: waiting');
    expect(inbox.mails[0]?.text).toContain('Message-ID: <erp-1.3@drillbook>');
    expect(inbox.mails[0]?.text).toContain('Step go needs an approval.');
  });

  it('logs on over TLS, with the authority of its own', async () => {
    const certificate = await makeCertificate('IP:127.0.0.1');
    const seen: string[] = [];
    inbox = await startSmtpInbox({
      ...{ secure: true, key: certificate.key, cert: certificate.cert, authOptional: false },
      onAuth: ({ username, password }, _session, done) => {
        seen.push(`${username ?? ''}:${password ?? ''}`);
        done(null, { user: 'dr' });
      },
    });
    const server = serverOf(inbox.port, { secure: true, credentials });

    const untrusted = await sendMail(server, MAIL, OPTIONS);
    const delivery = await sendMail(server, MAIL, {
      ...OPTIONS,
      tls: { caFile: certificate.certFile, insecure: false },
    });
    await certificate.remove();

    expect(untrusted).toMatchObject({ kind: 'failed' });
    expect(delivery).toEqual({ kind: 'delivered', note: null });
    expect(seen).toEqual([`dr:${PASSWORD}`]);
  });

  it('sends no password to a server without STARTTLS', async () => {
    const seen: string[] = [];
    inbox = await startSmtpInbox({
      onAuth: ({ username }, _session, done) => {
        seen.push(username ?? '');
        done(null, { user: 'dr' });
      },
    });

    const delivery = await sendMail(serverOf(inbox.port, { credentials }), MAIL, OPTIONS);

    expect(delivery).toMatchObject({ kind: 'failed', isWorthAnotherTry: false });
    expect(seen).toEqual([]);
  });

  it('tells a refused logon without the password, and that it is hopeless', async () => {
    inbox = await startSmtpInbox({
      allowInsecureAuth: true,
      onAuth: ({ password }, _session, done) => {
        done(new Error(`no such user with ${password ?? ''}`));
      },
    });

    const delivery = await sendMail(serverOf(inbox.port, { credentials }), MAIL, {
      ...OPTIONS,
      tls: { caFile: null, insecure: true },
    });

    expect(delivery).toMatchObject({ kind: 'failed', isWorthAnotherTry: false });
    expect(JSON.stringify(delivery)).toContain('EAUTH');
    expect(JSON.stringify(delivery)).not.toContain('canary');
  });

  it('says how many addresses the server would not have', async () => {
    inbox = await startSmtpInbox({
      onRcptTo: ({ address }, _session, done) => {
        done(address.startsWith('cio') ? new Error('no such box') : null);
      },
    });

    const delivery = await sendMail(serverOf(inbox.port), MAIL, OPTIONS);

    expect(delivery).toEqual({
      kind: 'delivered',
      note: 'the server refused 1 of 2 addresses',
    });
  });

  it('can be tried again where nobody listens', async () => {
    inbox = await startSmtpInbox();
    const { port } = inbox;
    await inbox.close();
    inbox = null;

    const delivery = await sendMail(serverOf(port), MAIL, OPTIONS);

    expect(delivery).toMatchObject({ kind: 'failed', isWorthAnotherTry: true });
    expect(JSON.stringify(delivery)).toContain('ECONNREFUSED');
  });

  it('gives up on a server that takes the connection and says nothing', async () => {
    inbox = await startSmtpInbox({ onConnect: () => undefined });

    const delivery = await sendMail(serverOf(inbox.port), MAIL, {
      ...OPTIONS,
      limitMilliseconds: 200,
    });

    expect(delivery).toEqual({
      kind: 'failed',
      message: 'the server did not take it in time',
      isWorthAnotherTry: true,
      retryAfterSeconds: null,
    });
  });
});
