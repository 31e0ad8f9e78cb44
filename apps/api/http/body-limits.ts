import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Rejection } from '../problem/rejection.js';
import type { BodyReader } from './request.js';
import { answerOnSocket } from './server.js';

interface BodyTime {
  /** Without a byte of the body. */
  idleMs: number;
  totalMs: number;
}

/** Ends the watch of a request. */
const watches = new WeakMap<FastifyRequest, () => void>();

/**
 * Ends connections whose request body stops or takes too long to arrive, also if the request was rejected before its body was
 * read.
 */
export function limitBodyTime(fastify: FastifyInstance, limits: BodyTime): void {
  fastify.addHook('onRequest', (request, _, done) => {
    if (hasBody(request.raw)) watches.set(request, watch(request, limits));
    done();
  });
}

/** A body as it arrives, without a limit of its length or of time: who reads it has limits of its own, and may take hours. */
export const asLongStream: BodyReader = (payload, request) => {
  watches.get(request)?.();
  return payload;
};

export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** @returns ends the watch */
function watch({ id, raw, server: { publicUrl } }: FastifyRequest, { idleMs, totalMs }: BodyTime): () => void {
  const started = performance.now();
  let read = -1;
  const timer = setInterval(() => {
    if (raw.complete) {
      end();
      return;
    }
    // A body that waits to be processed here is not idle.
    const isIdle = raw.socket.bytesRead === read && raw.readableLength === 0;
    read = raw.socket.bytesRead;
    if (!isIdle && performance.now() - started < totalMs) return;
    end();
    answerOnSocket(raw.socket, { code: 'request-timeout' }, publicUrl, { requestId: id });
  }, idleMs).unref();
  const end = (): void => {
    clearInterval(timer);
  };
  raw.once('end', end).once('close', end);
  return end;
}

/** How much of a rejected body is read, so that the client has sent it all and receives the response. */
const DISCARDED = 10 * 1024 * 1024;

/** The rejection of a body whose rest is discarded; the connection is closed if that is too long. */
export async function withoutRest(payload: IncomingMessage, rejection: Rejection): Promise<Rejection> {
  if (await isDiscarded(payload)) return rejection;
  const { code, why, problems, headers } = rejection;
  return new Rejection(code, why, problems, { ...headers, Connection: 'close' });
}

/**
 * Reads the rest of a body.
 *
 * @param most `false` once more than this has come; at once where the sender announces ten times as much
 */
export const isDiscarded = (payload: IncomingMessage, most = DISCARDED): Promise<boolean> =>
  new Promise((resolve) => {
    if (payload.readableEnded || payload.destroyed) resolve(true);
    if (Number(payload.headers['content-length'] ?? 0) >= 10 * most) {
      resolve(false);
      return;
    }
    let length = 0;
    payload.on('data', (piece: Buffer) => {
      length += piece.length;
      if (length <= most) return;
      payload.pause();
      resolve(false);
    });
    for (const event of ['end', 'close', 'error'])
      payload.once(event, () => {
        resolve(true);
      });
    payload.resume();
  });
