import { logLevel, postgresUrl } from '#settings/settings.js';

/** What every program connects to, and how it logs. */
export const commonSettings = {
  DATABASE_URL: postgresUrl.meta({
    description:
      'PostgreSQL 15 or later, as the role of api and worker. `sslmode` and `sslrootcert` select [TLS](operating.md#tls-to-postgresql).',
    defaultText: 'the embedded database with `start`; else required',
  }),
  LOG_LEVEL: logLevel
    .default('info')
    .describe(
      'Least level that is logged. Logs are [JSON lines](operating.md#logs), except for `start` on a terminal.',
    ),
};
