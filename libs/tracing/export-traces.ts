import { context, propagation, trace } from '@opentelemetry/api';
import { setGlobalErrorHandler, W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { withTimeout } from '#concurrency/timeout.js';

const QUIET_MS = 60_000;
const GOODBYE_MS = 3_000;

/**
 * Exports spans in batches, as OTLP over HTTP in JSON. What cannot be exported is dropped, with a warning once a minute.
 *
 * @returns what exports the rest and ends it
 */
export function exportTraces(
  { name, version }: { name: string; version: string },
  url: string,
  warn: (message: string) => void,
): () => Promise<void> {
  let toldAt = -Infinity;
  setGlobalErrorHandler((error) => {
    if (performance.now() - toldAt < QUIET_MS) return;
    toldAt = performance.now();
    warn(`Traces cannot be exported to ${url}: ${typeof error === 'string' ? error : error.message}`);
  });
  const own = resourceFromAttributes({ 'service.name': name, 'service.version': version });
  const provider = new NodeTracerProvider({
    resource: own.merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url }))],
  });
  provider.register({ propagator: new W3CTraceContextPropagator() });
  return async () => {
    await withTimeout(GOODBYE_MS, 'exporting traces', provider.shutdown()).catch(() => undefined);
    for (const api of [trace, propagation, context]) api.disable();
  };
}
