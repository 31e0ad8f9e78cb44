import { afterEach, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { Clock } from '#database/clock.js';
import { codec } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import type { Attempt } from '#delivery/recipient.js';
import { Links } from '#notifications/links.js';
import { EmailSender } from '#delivery/mail/email-sender.js';
import { Secrets } from '#notifications/secrets.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { uuid } from '#test/events.js';

const ENOUGH_MS = 500;

let database: TestDatabase;
afterEach(() => database.close());

it('an attempt ends and the connection is closed if the mail server responds too slowly in total', async () => {
  database = await freshDatabase();
  const server = createServer(greetForEver).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const schemes = new SchemeCatalogue(database.app, new EventStore(database.app, codec));
  const links = new Links(
    'http://jalon.example',
    new Secrets('secret_0123456789abcdefghijklmnopqrstuvwxyz-0123456789'),
  );
  const settings = {
    SMTP_URL: `smtp://127.0.0.1:${port}`,
    MAIL_FROM: 'jalon@example.org',
    MAIL_PER_HOST_PER_MINUTE: 60,
    JALON_TIMEZONE: 'UTC',
  };
  const sender = new EmailSender(database.app, new Clock(), schemes, links, settings, ENOUGH_MS);
  const connected = once(server, 'connection') as Promise<[Socket]>;
  const outcome = sender.send(test);
  const [socket] = await connected;
  const closed = once(socket, 'close');
  expect(await outcome).toMatchObject({ result: 'unavailable', code: null });
  await closed;
  server.close();
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
