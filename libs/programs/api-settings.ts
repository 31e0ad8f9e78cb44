import { z } from 'zod';
import { SingleSignOnSettingsSchema } from '#access/single-sign-on-settings.js';
import { DEFAULT_TIMEOUTS } from '#database/timeouts.js';
import { DeliverySettingsSchema } from '#subscriptions/delivery-settings.js';
import { EvidenceSettingsSchema } from '#evidence/evidence-settings.js';
import { databaseTimeouts } from '#settings/database-settings.js';
import {
  cidrList,
  count,
  onOff,
  origins,
  ownPort,
  port,
  postgresUrl,
  randomSecret,
  scryptCost,
} from '#settings/settings.js';
import { commonSettings } from './common-settings.js';

/** The settings of the api. */
export const ApiSettingsSchema = z.object({
  ...DeliverySettingsSchema.shape,
  ...EvidenceSettingsSchema.shape,
  ...SingleSignOnSettingsSchema.shape,
  ...commonSettings,
  ...databaseTimeouts(DEFAULT_TIMEOUTS),
  DATABASE_READ_URL: postgresUrl
    .optional()
    .describe(
      'A streaming replica of `DATABASE_URL` that [lists are read from](operating.md#read-from-a-replica), with the same role.',
    ),
  HOST: z.string().default('127.0.0.1').describe('Address on which the api listens; `0.0.0.0` is all of them.'),
  PORT: port.default(3_000).describe('Port of the api; `0` takes any free one.'),
  TRUST_PROXY: cidrList.default([]).describe(
    `Networks of reverse proxies, such as \`10.0.0.0/8, fd00::/8\`. The client is the last address in \`X-Forwarded-For\`
     that is not one of them.`,
  ),
  CORS_ORIGINS: origins.default([]).describe(
    `Origins of web applications that may call REST from a browser, such as
     \`https://app.example.org, http://localhost:5173\`, or \`*\` for all; see [api.md](api.md#conventions).`,
  ),
  JALON_ADMIN_KEY: randomSecret.optional().meta({
    description: 'An API key with scope `admin`: 32 random bytes, from `openssl rand -hex 32`.',
    defaultText: 'generated and shown once with `start`; else none',
  }),
  PASSWORD_COST: scryptCost.default(15).describe(
    `Binary logarithm of the cost of hashing [passwords](accounts.md#what-is-stored): 15 takes 32 MB of memory, 16 twice
     that and twice the time.`,
  ),
  PUBLIC_READ: onOff.default(false).meta({
    description: 'Read providers, dossiers, schemes, changes and deadlines without a key.',
    defaultText: 'off; on with the embedded database',
  }),
  JALON_STREAMS_EACH: count(1_000)
    .default(20)
    .describe('Event streams open at once per API key, or per address without one.'),
  METRICS_PORT: ownPort
    .optional()
    .describe(
      'Port of this machine, or address such as `0.0.0.0:9464`, that serves [metrics](operating.md#monitoring) without a key.',
    ),
});
