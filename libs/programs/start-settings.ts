import { z } from 'zod';
import { onOff, postgresUrl, publicUrl, randomSecret } from '#settings/settings.js';
import { ApiSettingsSchema } from './api-settings.js';
import { WorkerSettingsSchema } from './worker-settings.js';

/** Settings that only `jalon start` and commands beside it have. */
export const ownSettings = {
  JALON_HOME: z
    .string()
    .default('.jalon')
    .describe('Folder of the embedded database, its passwords, the secret and the admin key.'),
  JALON_SAMPLE: onOff.default(true).describe('Load the sample ledger at the first start of an embedded database.'),
  MIGRATION_DATABASE_URL: postgresUrl.optional().meta({
    description: 'The same database as `DATABASE_URL`, as the role that owns the schema.',
    defaultText: '`DATABASE_URL`',
  }),
};

/**
 * The settings of `jalon start` and of its children, so that an invalid value fails the start with one line. The children
 * read the environment themselves; what `jalon start` chooses for them is optional here.
 */
export const StartSettingsSchema = z.object({
  ...WorkerSettingsSchema.shape,
  ...ApiSettingsSchema.shape,
  ...ownSettings,
  DATABASE_URL: postgresUrl.optional(),
  JALON_SECRET: randomSecret.optional(),
  PUBLIC_READ: onOff.optional(),
  PUBLIC_URL: publicUrl.optional(),
});

export type StartSettings = z.infer<typeof StartSettingsSchema>;

/** Of the api, the worker and their metrics, two of which would open the same port: one would answer for the other. */
export function sharedPorts(settings: StartSettings): string[] {
  const { HOST, PORT, METRICS_PORT, WORKER_PORT } = settings;
  const opened = [
    { name: 'PORT', host: HOST, port: PORT },
    { name: 'METRICS_PORT', host: '', port: 0, ...METRICS_PORT },
    { name: 'WORKER_PORT', host: '', port: 0, ...WORKER_PORT },
  ].filter(({ port }) => port !== 0);
  return opened.flatMap(({ name, host, port }, index) => {
    const before = opened.slice(0, index).find((one) => one.port === port && isShared(one.host, host));
    return before ? [`${name} must be another port than ${before.name}, but both are ${port}`] : [];
  });
}

const EVERYWHERE = ['0.0.0.0', '::'];

const isShared = (one: string, other: string): boolean =>
  one === other || EVERYWHERE.includes(one) || EVERYWHERE.includes(other);
