import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { Clock } from '#database/clock.js';
import { codec } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import type { Attempt } from '#subscriptions/sending/attempt.js';
import { Links } from '#subscriptions/messages/links.js';
import { EmailSender } from '#subscriptions/sending/mail/email-sender.js';
import { Secrets } from '#subscriptions/messages/secrets.js';
import { freshDatabase } from '#test/database.js';
import { uuid } from '#test/events.js';
import { type SmtpReceiver, startSmtpReceiver } from '#test/smtp-receiver.js';
import { startedOnce } from '#test/started.js';
import { portOf } from '#test/port-of.js';

const ENOUGH_MS = 500;

const database = startedOnce(freshDatabase);

function senderTo(
  SMTP_URL: string,
  settings: { SMTP_TLS?: 'required' | 'optional' } = {},
  longestMs?: number,
): EmailSender {
  const schemes = new SchemeCatalogue(database.app, new EventStore(database.app, codec));
  const links = new Links(
    'http://jalon.example',
    new Secrets('secret_0123456789abcdefghijklmnopqrstuvwxyz-0123456789'),
  );
  const others = { MAIL_FROM: 'jalon@example.org', MAIL_PER_HOST_PER_MINUTE: 60_000, JALON_TIMEZONE: 'UTC' };
  return new EmailSender(database.app, new Clock(), schemes, links, { SMTP_URL, ...settings, ...others }, longestMs);
}

it('an attempt ends and the connection is closed if the mail server responds too slowly in total', async () => {
  const server = createServer(greetForEver);
  const port = await portOf(server);
  const sender = senderTo(`smtp://127.0.0.1:${port}`, {}, ENOUGH_MS);
  const connected = once(server, 'connection') as Promise<[Socket]>;
  const outcome = sender.send(test);
  const [socket] = await connected;
  const closed = once(socket, 'close');
  expect(await outcome).toMatchObject({ result: 'unavailable', code: null });
  await closed;
  server.close();
});

describe('an email leaves this machine', () => {
  /** Reached by an address that is not the loopback's. */
  const elsewhere = (url: string) => url.replace('127.0.0.1', '0.0.0.0');
  let receiver: SmtpReceiver;
  afterEach(() => receiver.close());

  it('over TLS, which the server offers with STARTTLS', async () => {
    receiver = await startSmtpReceiver({ startTls: true });
    const url = `${elsewhere(receiver.url)}?tls.servername=hooks.example.org`;
    const unverified = await senderTo(url).send(test);
    expect(unverified).toMatchObject({ result: 'unavailable', error: { code: 'mail-server-answer' } });
    expect(await senderTo(`${url}&tls.rejectUnauthorized=false`).send(test)).toMatchObject({ result: 'delivered' });
    expect(receiver.received).toEqual([expect.objectContaining({ secure: true })]);
  });

  it('in plain text only if the operator allows it', async () => {
    receiver = await startSmtpReceiver();
    const url = elsewhere(receiver.url);
    for (const sender of [senderTo(`${url}?ignoreTLS=true`), senderTo(receiver.url, { SMTP_TLS: 'required' })])
      expect(await sender.send(test)).toMatchObject({
        result: 'unavailable',
        error: { code: 'mail-server-without-tls' },
      });
    expect(receiver.asked).toBe(0);
    for (const sender of [senderTo(url, { SMTP_TLS: 'optional' }), senderTo(receiver.url)])
      expect(await sender.send(test)).toMatchObject({ result: 'delivered' });
    expect(receiver.received.map(({ secure }) => secure)).toEqual([false, false]);
  });
});

/** A greeting has as many lines as a server likes: this one never comes to the last. */
function greetForEver(socket: Socket): void {
  const timer = setInterval(() => socket.write('220-wait a moment\r\n'), 50);
  socket
    .on('error', () => undefined)
    .on('close', () => {
      clearInterval(timer);
    });
}

const id = uuid(1);
const test = {
  delivery: { id, message_id: id, message: { type: 'subscription.test', timestamp: '', data: { subscription: id } } },
  subscription: { id, channel: 'email', target: 'officer@example.org', language: 'en', reminders: {} },
} as unknown as Attempt;
