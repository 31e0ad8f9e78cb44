import { z } from 'zod';
import { portOrOff, postgresUrl, redisUrl, timezone } from '#settings/fields.js';
import { readSettings, type Environment } from '#settings/read-settings.js';
import { SubscriptionsSettingsSchema } from '#delivery/delivery-settings.js';

const Settings = z.object({
  ...SubscriptionsSettingsSchema.shape,
  DATABASE_URL: postgresUrl,
  /** Queues run on Redis; without it, on the database. */
  REDIS_URL: redisUrl.optional(),
  /** Where the queues can be looked at, on the loopback; 0: any port that is free. */
  DASHBOARD_PORT: portOrOff.default(4000),
  JALON_TIMEZONE: timezone.default('Europe/Paris'),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], { error: 'must be debug, info, warn, error or silent' })
    .default('info'),
});

export type WorkerSettings = z.infer<typeof Settings>;

/** Injects them: `@Inject(SETTINGS) settings: WorkerSettings`. */
export const SETTINGS = Symbol('worker settings');

/** @throws BadSettings */
export const workerSettings = (env: Environment): WorkerSettings => readSettings(Settings, env);
