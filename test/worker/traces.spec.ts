import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serveApi } from '#test/api.js';
import { until } from '#test/until.js';
import { payloadIn, type ReceivedRequest } from '#test/webhook-receiver.js';
import { prepareWorking, type Working } from '#test/working.js';
import { portOf } from '#test/port-of.js';
import { startTracing } from '#tracing/start-tracing.js';
import { inSpan, traceFields } from '#tracing/tracing.js';

interface CollectedSpan {
  name: string;
  kind: number;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  links?: { traceId: string }[];
  attributes: { key: string; value: { stringValue?: string; intValue?: number } }[];
}

interface Exported {
  resourceSpans: { resource: Pick<CollectedSpan, 'attributes'>; scopeSpans: { spans: CollectedSpan[] }[] }[];
}

interface TraceCollector {
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  url: string;
  spans: CollectedSpan[];
  /** `service.name` of those that sent something. */
  services: Set<string>;
  close(): Promise<void>;
}

/** A receiver of OTLP over HTTP, as a collector of OpenTelemetry has one on port 4318. */
async function startTraceCollector(): Promise<TraceCollector> {
  const spans: CollectedSpan[] = [];
  const services = new Set<string>();
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const isExport = request.method === 'POST' && request.url === '/v1/traces';
      if (!isExport || request.headers['content-type'] !== 'application/json') return response.writeHead(404).end();
      for (const { resource, scopeSpans } of (JSON.parse(body) as Exported).resourceSpans) {
        services.add(resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue ?? '');
        for (const scope of scopeSpans) spans.push(...scope.spans);
      }
      return response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  const port = await portOf(server);
  return {
    url: `http://127.0.0.1:${port}`,
    spans,
    services,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const trace = (digit: string) => digit.repeat(32);
const CALLER = 'b'.repeat(16);
const from = (traceId: string) => ({ traceparent: `00-${traceId}-${CALLER}-01` });
const ignore = () => undefined;
const SERVICE = { name: 'jalon-test', version: '1' };

describe('traces', () => {
  let jalon: Working;
  let collector: TraceCollector;
  beforeAll(async () => {
    collector = await startTraceCollector();
    jalon = await prepareWorking('2026-11-25T08:00:00Z');
    const worker = await jalon.work();
    await jalon.subscribe({ changes: true, deadlines: false });
    await worker.close();
  });
  afterAll(async () => {
    await jalon.close();
    await collector.close();
  });

  /** Registers a provider while no worker runs, then starts one. @returns the message about it */
  async function registered(name: string, traceId: string): Promise<ReceivedRequest> {
    const { api, close } = await serveApi(jalon.database.appUrl);
    expect(await api.post('/v1/providers', { name }, from(traceId))).toMatchObject({ status: 201 });
    await close();
    const worker = await jalon.work();
    const about = () =>
      jalon.receiver.received.find((one) => payloadIn(one).data['provider'] && one.body.includes(name));
    await until(() => about() !== undefined);
    await worker.close();
    return about()!;
  }
  const stored = () =>
    jalon.database.app.selectFrom('event').select('traceparent').orderBy('position', 'desc').executeTakeFirstOrThrow();

  it('are neither recorded nor passed on without a collector (long)', async () => {
    const message = await registered('Untraced', trace('e'));
    expect(message.headers).not.toHaveProperty('traceparent');
    expect(await stored()).toEqual({ traceparent: null });
    expect(traceFields()).toEqual({});
  });

  it('go from a request through ledger, projections, queue and delivery to the receiver of a webhook', async () => {
    const stop = await startTracing(SERVICE, { OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/` }, ignore);
    const message = await registered('Traced', trace('a'));
    await stop();
    const spans = collector.spans.filter(({ traceId }) => traceId === trace('a'));
    const named = (name: string): CollectedSpan => {
      const found = spans.filter((span) => span.name === name);
      expect([name, found.length]).toEqual([name, 1]);
      return found[0]!;
    };
    const request = named('POST /v1/providers');
    expect(request).toMatchObject({ kind: 2, parentSpanId: CALLER });
    const append = named('append');
    expect(append.parentSpanId).toBe(request.spanId);
    expect(await stored()).toEqual({ traceparent: `00-${trace('a')}-${append.spanId}-01` });
    for (const projection of ['board', 'deadlines', 'changes'])
      expect(named(`project ${projection}`).parentSpanId).toBe(append.spanId);
    const job = named('process delivery');
    const delivery = named('deliver webhook');
    expect([job.parentSpanId, delivery.parentSpanId]).toEqual([append.spanId, append.spanId]);
    expect(delivery.links?.map(({ traceId }) => traceId)).toEqual([trace('a')]);
    const post = named('POST');
    expect(post).toMatchObject({ kind: 3, parentSpanId: delivery.spanId });
    expect(message.headers['traceparent']).toBe(`00-${trace('a')}-${post.spanId}-01`);
    expect(collector.services).toEqual(new Set([SERVICE.name]));
    expect(JSON.stringify(collector.spans)).not.toMatch(/Traced|\/hook/);
  });

  it('are named in the log', async () => {
    const stop = await startTracing(
      SERVICE,
      { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/v1/traces` },
      ignore,
    );
    const fields = await inSpan('work', { parent: from(trace('c')).traceparent }, () => Promise.resolve(traceFields()));
    await stop();
    expect(fields.trace_id).toBe(trace('c'));
    expect(collector.spans.at(-1)).toMatchObject({ name: 'work', traceId: trace('c'), spanId: fields.span_id });
  });
});
