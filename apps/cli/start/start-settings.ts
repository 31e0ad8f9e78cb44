import { z } from 'zod';
import {
  adminKey,
  count,
  httpUrl,
  MOST_STREAMS,
  onOff,
  port,
  portOrOff,
  postgresUrl,
  redisUrl,
  timezone,
} from '#settings/fields.js';
import { SubscriptionsSettingsSchema } from '#delivery/delivery-settings.js';

/**
 * What `jalon start` reads, and what its children will read too, so that a bad value stops the start with one line. The
 * children are given the environment, not this: their defaults are theirs.
 */
export const StartSettings = z.object({
  ...SubscriptionsSettingsSchema.partial().shape,
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(3000),
  JALON_HOME: z.string().default('.jalon'),
  JALON_SAMPLE: onOff.default(true),
  JALON_ADMIN_KEY: adminKey.optional(),
  DATABASE_URL: postgresUrl.optional(),
  MIGRATION_DATABASE_URL: postgresUrl.optional(),
  PUBLIC_READ: onOff.optional(),
  /** Without one, where it listens. */
  PUBLIC_URL: httpUrl.optional(),
  REDIS_URL: redisUrl.optional(),
  DASHBOARD_PORT: portOrOff.optional(),
  JALON_STREAMS: count(MOST_STREAMS).optional(),
  JALON_STREAMS_EACH: count(MOST_STREAMS).optional(),
  JALON_TIMEZONE: timezone.optional(),
});

export type StartSettings = z.infer<typeof StartSettings>;
