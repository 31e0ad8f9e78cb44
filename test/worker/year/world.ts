import type { INestApplicationContext } from '@nestjs/common';
import { ApiKeys } from '#access/api-keys.js';
import { Clock } from '#database/clock.js';
import { type Client, clientOf } from '#test/client.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { MovableClock } from '#test/movable-clock.js';
import { type SmtpReceiver, startSmtpReceiver } from '#test/smtp-receiver.js';
import { startWebhookReceiver, type WebhookReceiver } from '#test/webhook-receiver.js';
import { createApi } from '../../../apps/api/application.js';
import { apiSettings } from '../../../apps/api/settings.js';
import type { Log } from '../../../apps/worker/log.js';
import { workerSettings } from '../../../apps/worker/settings.js';
import { startWorker } from '../../../apps/worker/worker.module.js';

/** All of Jalon in one process, with a real mail server and a real endpoint at its far ends, and a clock to turn. */
export interface World {
  database: TestDatabase;
  clock: MovableClock;
  worker: INestApplicationContext;
  smtp: SmtpReceiver;
  hook: WebhookReceiver;
  /** Each with a key of their own that may record. */
  officer: Client;
  client: Client;
  /** Without a key: whoever follows a link. */
  anybody: Client;
  /** What the worker complained of. */
  complaints: unknown[];
  close(): Promise<void>;
}

export async function beginWorld(at: Date): Promise<World> {
  const [database, smtp, hook] = await Promise.all([freshDatabase(), startSmtpReceiver(), startWebhookReceiver()]);
  const clock = new MovableClock(Clock.startingAt(at).offsetMs);
  const env = {
    DATABASE_URL: database.appUrl,
    JALON_SECRET: 'year_0123456789abcdefghijklmnopqrstuvwxyz-0123456789',
    JALON_WEBHOOK_ALLOW: '127.0.0.1/32',
    SMTP_URL: smtp.url,
    MAIL_PER_HOST_PER_MINUTE: '6000',
    LOG_LEVEL: 'silent',
  };
  const complaints: unknown[] = [];
  const complain = (fields: object, text: string): void => void complaints.push({ ...fields, text });
  const log: Log = { info: () => undefined, warn: complain, error: complain };
  const onFailure = (error: unknown): void => void complaints.push(error);
  const api = await createApi(apiSettings(env), clock);
  await api.listen(0, '127.0.0.1');
  const { port } = api.getHttpServer().address() as { port: number };
  const url = `http://127.0.0.1:${port}`;
  const keys = api.get(ApiKeys);
  const keyOf = async (name: string) => clientOf(url, (await keys.create({ name, scopes: ['record'] })).key);
  const [officer, client] = [await keyOf('officer'), await keyOf('client')];
  const worker = await startWorker({ settings: workerSettings(env), clock, log, onFailure });
  return {
    ...{ database, clock, worker, smtp, hook, officer, client, anybody: clientOf(url), complaints },
    async close() {
      await Promise.all([worker.close(), api.close()]);
      await Promise.all([smtp.close(), hook.close()]);
      await database.close();
    },
  };
}
