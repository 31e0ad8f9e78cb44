import { httpUrl, logLevel, onOff, postgresUrl } from '#settings/settings.js';

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
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl
    .optional()
    .describe('Collector of [traces](operating.md#traces): OTLP over HTTP at `/v1/traces` of this address.'),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: httpUrl.optional().meta({
    description: 'The same as a whole address.',
    defaultText: '`/v1/traces` of `OTEL_EXPORTER_OTLP_ENDPOINT`',
  }),
  OTEL_SDK_DISABLED: onOff.default(false).describe('Send no traces, whatever the other settings are.'),
};
