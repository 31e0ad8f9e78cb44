import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Attributes,
  context,
  type Context,
  type Link,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';

/** An id of a request: nothing that could break a line of a log, a header or a URN. */
export const isRequestId = (text: unknown): text is string => typeof text === 'string' && /^[\w.:-]{1,128}$/.test(text);

const requestId = new AsyncLocalStorage<string>();
let remembering = 0;

/**
 * The id of the HTTP request that is being answered, for what accompanies its work: log lines, and messages that it causes.
 * Nothing is decided by it. Absent in the worker. On Node.js 20, each promise of the process costs more while one is remembered.
 */
export const currentRequest = {
  get: (): string | undefined => requestId.getStore(),
  run<T>(id: string, work: () => T): T {
    remembering += 1;
    return requestId.run(id, work);
  },
  /** To be called once for each `run`, when its work is done. */
  end(): void {
    remembering -= 1;
    if (remembering === 0) requestId.disable();
  },
};

/**
 * Traces in the sense of OpenTelemetry. Nothing is recorded, and nothing is sent or stored, until `startTracing` was called.
 * Attributes hold ids and kinds, never names, addresses or contents.
 */
const tracer = (): Tracer => trace.getTracer('jalon');
const NO_SPAN = trace.wrapSpanContext({ traceId: '', spanId: '', traceFlags: 0 });

let enabled = false;

export const isTracing = (): boolean => enabled;

/** @param on false: what is recorded from now on is dropped */
export function setTracing(on: boolean): void {
  enabled = on;
}

interface SpanOptions {
  kind?: keyof typeof SpanKind;
  attributes?: Attributes;
  /** `traceparent` of the span that caused this one, as stored with an event or a message; absent: the current span. */
  parent?: string | null | undefined;
}

/** Does some work as a span: what is recorded meanwhile becomes part of its trace. */
export async function inSpan<T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> {
  if (!enabled) return work(NO_SPAN);
  const { kind = 'INTERNAL', attributes = {}, parent } = options;
  const links = parent ? linkTo(context.active()) : [];
  const within = parent ? remoteContext({ traceparent: parent }) : context.active();
  return tracer().startActiveSpan(name, { kind: SpanKind[kind], attributes, links }, within, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      fail(span, error instanceof Error ? error.name : 'error');
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Work for another trace is linked to the span that carries it out, such as a job. */
function linkTo(active: Context): Link[] {
  const linked = trace.getSpanContext(active);
  return linked ? [{ context: linked }] : [];
}

/** Records a span that has ended. @param beganAt as `performance.now()` told it */
export function addSpan(
  name: string,
  { parent, beganAt, attributes }: { parent: string; beganAt: number; attributes: Attributes },
): void {
  tracer()
    .startSpan(name, { startTime: beganAt, attributes }, remoteContext({ traceparent: parent }))
    .end();
}

/** Marks a span as failed. @param type of the error; its message may contain names */
export function fail(span: Span, type: string): void {
  span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', type);
}

/** A span of an incoming request, in the trace that its headers name. The caller ends it. */
export function beginRequest(
  name: string,
  headers: object,
  attributes: Attributes,
): { span: Span; run: (work: () => void) => void } {
  const parent = remoteContext(headers);
  const span = tracer().startSpan(name, { kind: SpanKind.SERVER, attributes }, parent);
  const within = trace.setSpan(parent, span);
  return {
    span,
    run: (work) => {
      context.with(within, work);
    },
  };
}

const remoteContext = (carrier: object): Context => propagation.extract(ROOT_CONTEXT, carrier);

/** W3C Trace Context of the current span, for a request to another program; empty without one. */
export function traceHeaders(): Record<string, string> {
  const headers: Record<string, string> = {};
  if (enabled) propagation.inject(context.active(), headers);
  return headers;
}

/** The current span, to be stored with what it causes. */
export const traceparent = (): string | undefined => traceHeaders()['traceparent'];

/** Fields of a log line; empty outside a span. */
export function traceFields(): { trace_id?: string; span_id?: string } {
  const span = enabled ? trace.getSpanContext(context.active()) : undefined;
  return span ? { trace_id: span.traceId, span_id: span.spanId } : {};
}
