import { z } from 'zod';
import { DEFAULT_TIMEOUTS } from '#database/timeouts.js';
import { DeliverySettingsSchema } from '#subscriptions/delivery-settings.js';
import { EvidenceSettingsSchema } from '#evidence/evidence-settings.js';
import { databaseTimeouts } from '#settings/database-settings.js';
import { endedDays, onOff, ownPort, redisUrl, retentionDays } from '#settings/settings.js';
import { commonSettings } from './common-settings.js';

/** The settings of the worker. */
export const WorkerSettingsSchema = z.object({
  ...DeliverySettingsSchema.shape,
  ...EvidenceSettingsSchema.shape,
  ...commonSettings,
  /** Longer than those of the API: nobody waits for its answer. */
  ...databaseTimeouts({ ...DEFAULT_TIMEOUTS, connectMs: 30_000, statementMs: 300_000, lockMs: 30_000 }),
  REDIS_URL: redisUrl.optional().meta({
    description: 'Redis or Valkey for the queues, with `maxmemory-policy noeviction`.',
    defaultText: 'queues on PostgreSQL',
  }),
  WORKER_PORT: ownPort
    .optional()
    .describe(
      'Port of this machine, or address such as `0.0.0.0:9465`, that serves [health and metrics](operating.md#monitoring) of the worker without a key.',
    ),
  JALON_RETENTION_DAYS: retentionDays.default(400).describe(
    `Days after which settled messages, past reminders and the activity are [removed](operating.md#retention): 90 or more, or
     \`never\`.`,
  ),
  JALON_ENDED_DAYS: endedDays
    .default(30)
    .describe(
      'Days after which ended subscriptions and their addresses are [removed](operating.md#retention), or `never`.',
    ),
  JALON_REGISTER_FETCH: onOff
    .default(false)
    .describe(
      'Fetch public registers that have `url` and `everyHours`, see [registers.md](registers.md#scheduled-fetching).',
    ),
});
