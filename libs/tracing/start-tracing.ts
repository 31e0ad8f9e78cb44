import { setTracing } from './tracing.js';

/**
 * Sends the traces of this process to the collector that the variables of OpenTelemetry name, if they do. The libraries for it
 * are loaded then only. They read the other variables of OpenTelemetry, such as `OTEL_TRACES_SAMPLER`, by themselves.
 *
 * @returns what sends the rest and ends it
 * @throws Error if that is no address
 */
export async function startTracing(
  service: { name: string; version: string },
  env: Readonly<Record<string, string | undefined>>,
  warn: (message: string) => void,
): Promise<() => Promise<void>> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: base, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: own } = env;
  if (base && !URL.canParse(base))
    throw new Error('OTEL_EXPORTER_OTLP_ENDPOINT must be an address such as http://collector.example.org:4318');
  const url = own || (base && new URL('v1/traces', base.endsWith('/') ? base : `${base}/`).href);
  if (!url || env['OTEL_SDK_DISABLED']?.toLowerCase() === 'true') return () => Promise.resolve();
  const { exportTraces } = await import('./export-traces.js');
  const end = exportTraces(service, url, warn);
  setTracing(true);
  return async () => {
    setTracing(false);
    await end();
  };
}
