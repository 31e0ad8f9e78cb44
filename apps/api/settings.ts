import { z } from 'zod';
import {
  appendQueue,
  cidrList,
  randomSecret,
  count,
  duration,
  type Environment,
  logLevel,
  MOST_STREAMS,
  onOff,
  origins,
  port,
  postgresUrl,
  readSettings,
  scryptCost,
  timezone,
} from '#settings/settings.js';
import { databaseTimeouts } from '#settings/database-settings.js';
import { DEFAULT_TIMEOUTS } from '#database/timeouts.js';
import { SingleSignOnSettingsSchema } from '#access/single-sign-on.js';
import { DeliverySettingsSchema } from '#delivery/delivery-settings.js';
import { EvidenceSettingsSchema } from '#evidence/evidence-settings.js';
import { MOST_QUEUED } from '#event-store/group-commit.js';

const Settings = z.object({
  ...DeliverySettingsSchema.shape,
  ...EvidenceSettingsSchema.shape,
  ...SingleSignOnSettingsSchema.shape,
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(3000),
  /** For a request body to arrive: between two of its parts, and as a whole. */
  REQUEST_IDLE_TIMEOUT: duration.default(30_000),
  REQUEST_TIMEOUT: duration.default(300_000),
  /** Reverse proxies whose `X-Forwarded-For` names the client. */
  TRUST_PROXY: cidrList.default([]),
  /** Origins of web applications that may call REST from a browser (CORS), with an API key. */
  CORS_ORIGINS: origins.default([]),
  DATABASE_URL: postgresUrl,
  ...databaseTimeouts(DEFAULT_TIMEOUTS),
  /** Appends that may wait in this process; more are rejected. */
  JALON_APPEND_QUEUE: appendQueue.default(MOST_QUEUED),
  /** The first admin key, with which the others are created. */
  JALON_ADMIN_KEY: randomSecret.optional(),
  /** Binary logarithm of the cost N of scrypt, which hashes passwords; each step doubles time and memory. */
  PASSWORD_COST: scryptCost.default(15),
  /** Allows reading public data without a key. */
  PUBLIC_READ: onOff.default(false),
  /** Maximum of open event streams, in this process and per key (without a key, per address). */
  JALON_STREAMS: count(MOST_STREAMS).default(1_000),
  JALON_STREAMS_EACH: count(MOST_STREAMS).default(20),
  /** An address that serves metrics without a key. */
  METRICS_HOST: z.string().default('127.0.0.1'),
  METRICS_PORT: port.optional(),
  JALON_TIMEZONE: timezone.default('Europe/Paris'),
  LOG_LEVEL: logLevel.default('info'),
});

export type ApiSettings = z.infer<typeof Settings>;

/** Injection token: `@Inject(SETTINGS) settings: ApiSettings`. */
export const SETTINGS = Symbol('api settings');

/** @throws BadSettings */
export const apiSettings = (env: Environment): ApiSettings => readSettings(Settings, env);
