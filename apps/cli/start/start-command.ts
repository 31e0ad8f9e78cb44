import { Command } from 'commander';
import { readSettings } from '#settings/read-settings.js';
import { Ending } from './ending.js';
import { start } from './start.js';
import { StartSettings } from './start-settings.js';

export const startCommand = (): Command =>
  new Command('start')
    .description('Run everything here: the database, the api and the worker.')
    .addHelpText(
      'after',
      `
Without DATABASE_URL it runs a PostgreSQL of its own, with its data in JALON_HOME (.jalon), and loads a sample ledger at
the first start. Ctrl-C ends all of it; the data stay.

Settings, from the environment:
  HOST, PORT               where the api listens (127.0.0.1, 3000)
  JALON_HOME               the folder of the embedded database and of secrets made here (.jalon)
  JALON_SAMPLE             on or off: load the sample ledger at the first start of an embedded database (on)
  JALON_ADMIN_KEY          a key with every right; without it one is made and shown once
  PUBLIC_READ              on or off: reading needs no key (on with the embedded database)
  DATABASE_URL             a PostgreSQL of yours, as the role that api and worker use
  MIGRATION_DATABASE_URL   the same, as the role that owns the schema
  JALON_SECRET             seals webhook secrets at rest; needed with DATABASE_URL
  REDIS_URL                run queues on Redis instead of PostgreSQL
  SMTP_URL, MAIL_FROM      send mails; without, they are kept in the database
  MAIL_RETURN_PATH         where mails come back that cannot be delivered (the address of MAIL_FROM)
  MAIL_PER_HOST_PER_MINUTE how many mails one domain gets within a minute at most (60)
  PUBLIC_URL               the address that links in mails begin with
  JALON_WEBHOOK_ALLOW      networks that are not public and may be called all the same, such as 127.0.0.1/32
  JALON_STREAMS            how many event streams are open at once at most (1000)
  JALON_STREAMS_EACH       the same for one key, and without a key for one address (20)
  JALON_TIMEZONE           whose day it is (Europe/Paris)
  LOG_LEVEL                debug, info, warn, error or silent (info)
  JALON_CLOCK              start at this instant and tick on, for tests and demonstrations

Examples:
  jalon start
  PORT=8080 JALON_SAMPLE=off jalon start
  JALON_CLOCK=2026-11-23T08:00:00Z jalon start`,
    )
    .action(async () => {
      const ending = new Ending();
      try {
        await start(readSettings(StartSettings, process.env), process.env, ending);
        await ending.wanted();
      } catch (error) {
        if (!ending.signal.aborted) throw error;
        if (ending.failure) throw ending.failure;
      } finally {
        await ending.complete();
      }
    });
