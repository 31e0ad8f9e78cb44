import { z } from 'zod';
import { DEFAULT_TIMEOUTS } from '#database/timeouts.js';
import { DeliverySettingsSchema } from '#delivery/delivery-settings.js';
import { databaseTimeouts } from '#settings/database-settings.js';
import {
  appendQueue,
  randomSecret,
  cidrList,
  count,
  duration,
  endedDays,
  logLevel,
  publicUrl,
  MOST_STREAMS,
  onOff,
  port,
  portOrOff,
  postgresUrl,
  redisUrl,
  retentionDays,
  timezone,
} from '#settings/settings.js';

/**
 * The settings of `jalon start` and of its children, so that an invalid value fails the start with one line. The children
 * read the environment themselves, with their own defaults.
 */
export const StartSettings = z.object({
  ...DeliverySettingsSchema.partial().shape,
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(3000),
  JALON_HOME: z.string().default('.jalon'),
  JALON_SAMPLE: onOff.default(true),
  JALON_ADMIN_KEY: randomSecret.optional(),
  DATABASE_URL: postgresUrl.optional(),
  MIGRATION_DATABASE_URL: postgresUrl.optional(),
  PUBLIC_READ: onOff.optional(),
  TRUST_PROXY: cidrList.optional(),
  REQUEST_IDLE_TIMEOUT: duration.optional(),
  REQUEST_TIMEOUT: duration.optional(),
  /** Default: the address it listens on. */
  PUBLIC_URL: publicUrl.optional(),
  REDIS_URL: redisUrl.optional(),
  DASHBOARD_PORT: portOrOff.optional(),
  METRICS_PORT: port.optional(),
  WORKER_PORT: port.optional(),
  JALON_RETENTION_DAYS: retentionDays.optional(),
  JALON_ENDED_DAYS: endedDays.optional(),
  JALON_REGISTER_FETCH: onOff.optional(),
  JALON_STREAMS: count(MOST_STREAMS).optional(),
  JALON_STREAMS_EACH: count(MOST_STREAMS).optional(),
  JALON_TIMEZONE: timezone.optional(),
  LOG_LEVEL: logLevel.optional(),
  JALON_APPEND_QUEUE: appendQueue.optional(),
  ...z.object(databaseTimeouts(DEFAULT_TIMEOUTS)).partial().shape,
});

export type StartSettings = z.infer<typeof StartSettings>;
