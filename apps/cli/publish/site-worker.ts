import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { type Day, dayIn } from '#domain/date/day.js';
import { createApi } from '../../api/application.js';
import { apiSettings, LIMITS } from '../../api/settings.js';
import type { Job, Places, Told } from './job.js';
import { BASE, Site } from './site.js';

/** Stands still within the day shown. */
class DayClock extends Clock {
  readonly #instant: Date;

  constructor(day: Day, zone: string) {
    super();
    const [noon, midnight] = ['12', '00'].map((hour) => new Date(`${day}T${hour}:00:00Z`)) as [Date, Date];
    this.#instant = dayIn(zone, noon) === day ? noon : midnight; // of zones twelve hours ahead and more
  }

  override now(): Date {
    return this.#instant;
  }
}

/**
 * A thread that writes its share of a site from the api, as somebody without a key sees it with `PUBLIC_READ`. It listens nowhere
 * and cannot write to the database.
 */
const job = workerData as Job;
const settings = {
  ...apiSettings({
    ...{ DATABASE_URL: job.url, JALON_TIMEZONE: job.zone, PUBLIC_READ: 'on', LOG_LEVEL: 'silent' },
    DATABASE_TIMEOUTS: 'connect=1min,statement=10min', // nobody waits for a page, and the machine is busy
    JALON_SECRET: randomBytes(32).toString('hex'),
    PUBLIC_URL: BASE,
  }),
  limits: { ...LIMITS, publicReads: Number.MAX_SAFE_INTEGER },
};
const tell = (told: Told): void => parentPort?.postMessage(told);
const app = await createApi(settings, new DayClock(job.day, job.zone));
try {
  app.get(LedgerDatabase).readAt(job.snapshot);
  // Which head of the log was signed last is known to one installation only.
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('preHandler', ({ page }, _, done) => {
      if (page?.look) Reflect.deleteProperty(page.look.revisions, 'log');
      done();
    });
  await app.init();
  const onPage = (pages: number): void => {
    tell({ pages });
  };
  const placesOfAll = async (places: Places): Promise<Places> => {
    tell({ places });
    const [all] = (await once(parentPort as MessagePort, 'message')) as [Places];
    return all;
  };
  tell({ sums: await new Site(job, app, onPage).write(placesOfAll) });
} finally {
  await app.close();
}
