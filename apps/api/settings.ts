import { z } from 'zod';
import {
  adminKey,
  count,
  type Environment,
  MOST_STREAMS,
  onOff,
  port,
  postgresUrl,
  readSettings,
  timezone,
} from '#settings/settings.js';
import { databaseTimeouts } from '#settings/database-settings.js';
import { DeliverySettingsSchema } from '#delivery/delivery-settings.js';

const Settings = z.object({
  ...DeliverySettingsSchema.shape,
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(3000),
  DATABASE_URL: postgresUrl,
  ...databaseTimeouts({ connect: 5_000, statement: 30_000, lock: 5_000 }),
  /** Appends that may wait in this process; more are rejected. */
  JALON_APPEND_QUEUE: count(1_000_000).default(10_000),
  /** The first admin key: whoever sets it can make the others. */
  JALON_ADMIN_KEY: adminKey.optional(),
  /** Opens the reading of what is no secret to those without a key. */
  PUBLIC_READ: onOff.default(false),
  /** Event streams that this process holds open at once, in total and for one key; without a key, for one address. */
  JALON_STREAMS: count(MOST_STREAMS).default(1_000),
  JALON_STREAMS_EACH: count(MOST_STREAMS).default(20),
  JALON_TIMEZONE: timezone.default('Europe/Paris'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export type ApiSettings = z.infer<typeof Settings>;

/** Injects them: `@Inject(SETTINGS) settings: ApiSettings`. */
export const SETTINGS = Symbol('api settings');

/** @throws BadSettings */
export const apiSettings = (env: Environment): ApiSettings => readSettings(Settings, env);
