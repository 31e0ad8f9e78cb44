import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import { currentRequest, isRequestId, traceFields } from '#tracing/tracing.js';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

export const REQUEST_ID = 'x-request-id';

/** The id of a request: that of `X-Request-Id`; a new one if there is none or it is malformed. */
export function requestIdIn(headers: IncomingHttpHeaders): string {
  const given = headers[REQUEST_ID];
  return isRequestId(given) ? given : randomUUID();
}

/**
 * Remembers the id of the request for what is logged while it is answered, and for the messages that it causes. Reads cause none
 * and recording tells its id itself; what they log names the request. Parsing a body loses it: hence both hooks.
 */
export function rememberRequestIds(fastify: FastifyInstance): void {
  const remembered = new WeakMap<FastifyRequest, number>();
  for (const hook of ['onRequest', 'preValidation'] as const)
    fastify.addHook(hook, (request: FastifyRequest, _: FastifyReply, done: () => void) => {
      const { bySession, records } = request.routeOptions.config;
      if (!bySession && (records || request.method === 'GET' || request.method === 'HEAD')) {
        done();
        return;
      }
      remembered.set(request, (remembered.get(request) ?? 0) + 1);
      currentRequest.run(request.id, done);
    });
  fastify.addHook('onResponse', (request, _, done) => {
    for (let times = remembered.get(request) ?? 0; times > 0; times -= 1) currentRequest.end();
    done();
  });
}

const LEVELS: Record<LogLevel, number> = { verbose: 10, debug: 20, log: 30, warn: 40, error: 50, fatal: 60 };

/** Nest's log as JSON lines with the fields of Fastify's, which name the request and the trace that they belong to. */
export class RequestLogger extends ConsoleLogger {
  protected override getJsonLogObject(...args: Parameters<ConsoleLogger['getJsonLogObject']>) {
    const requestId = currentRequest.get();
    return { ...super.getJsonLogObject(...args), ...(requestId !== undefined && { requestId }), ...traceFields() };
  }

  protected override stringifyJsonLogObject({ level, timestamp, message, ...rest }: Record<string, unknown>): string {
    const line = { level: LEVELS[level as LogLevel], time: timestamp, ...rest, msg: message };
    return super.stringifyJsonLogObject(line);
  }
}
