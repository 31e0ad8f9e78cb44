import { z } from 'zod';
import {
  endedDays,
  type Environment,
  logLevel,
  onOff,
  port,
  portOrOff,
  postgresUrl,
  readSettings,
  redisUrl,
  retentionDays,
  timezone,
} from '#settings/settings.js';
import { databaseTimeouts } from '#settings/database-settings.js';
import { DEFAULT_TIMEOUTS } from '#database/timeouts.js';
import { DeliverySettingsSchema } from '#delivery/delivery-settings.js';
import { EvidenceSettingsSchema } from '#evidence/evidence-settings.js';

const Settings = z.object({
  ...DeliverySettingsSchema.shape,
  ...EvidenceSettingsSchema.shape,
  DATABASE_URL: postgresUrl,
  /** Longer than those of the API: nobody waits for its answer. */
  ...databaseTimeouts({ ...DEFAULT_TIMEOUTS, connectMs: 30_000, statementMs: 300_000, lockMs: 30_000 }),
  /** Without it, queues run on PostgreSQL. */
  REDIS_URL: redisUrl.optional(),
  /** Loopback port of the queue dashboard; 0: any free port. */
  DASHBOARD_PORT: portOrOff.default(4000),
  /** An address that serves health and metrics without a key. */
  WORKER_HOST: z.string().default('127.0.0.1'),
  WORKER_PORT: port.optional(),
  JALON_RETENTION_DAYS: retentionDays.default(400),
  JALON_ENDED_DAYS: endedDays.default(30),
  /** Fetches registers that have an address and an interval. */
  JALON_REGISTER_FETCH: onOff.default(false),
  JALON_TIMEZONE: timezone.default('Europe/Paris'),
  LOG_LEVEL: logLevel.default('info'),
});

export type WorkerSettings = z.infer<typeof Settings>;

/** Injection token: `@Inject(SETTINGS) settings: WorkerSettings`. */
export const SETTINGS = Symbol('worker settings');

/** @throws BadSettings */
export const workerSettings = (env: Environment): WorkerSettings => readSettings(Settings, env);
