import { setTracing } from './tracing.js';

interface TracingSettings {
  OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined;
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT?: string | undefined;
  OTEL_SDK_DISABLED?: boolean | undefined;
}

/**
 * Sends the traces of this process to the collector that the settings name, if they do. The libraries for it are loaded then
 * only. They read the other variables of OpenTelemetry, such as `OTEL_TRACES_SAMPLER`, by themselves.
 *
 * @returns what sends the rest and ends it
 */
export async function startTracing(
  service: { name: string; version: string },
  settings: TracingSettings,
  warn: (message: string) => void,
): Promise<() => Promise<void>> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: base, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: own } = settings;
  const url = own ?? (base && new URL('v1/traces', base.endsWith('/') ? base : `${base}/`).href);
  if (url === undefined || settings.OTEL_SDK_DISABLED) return () => Promise.resolve();
  const { exportTraces } = await import('./export-traces.js');
  const end = exportTraces(service, url, warn);
  setTracing(true);
  return async () => {
    setTracing(false);
    await end();
  };
}
