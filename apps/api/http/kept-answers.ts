import type { OutgoingHttpHeader, OutgoingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { LedgerEpochs } from '#database/ledger-epochs.js';
import type { Look } from '#event-store/ledger-head.js';
import { languageIn } from '#language/language.js';
import { tagFor, withoutCoding } from './answer.js';
import { codingFor, JSON_TYPE } from './content-negotiation.js';
import { hasBody } from './request-bodies.js';
import type { Viewpoints } from './reading.js';
import { REQUEST_ID, alwaysSent, limitHeaders } from './response-headers.js';

/** A response as it was sent, and what it rests on. */
interface Kept {
  look: Look;
  /** The last look that confirmed it. */
  asOf: Look;
  headers: OutgoingHttpHeaders;
  /** A text stays one: it is sent in one piece with the headers. */
  body: string | Buffer;
}

/** An answer on its way: who asks the same as of the same look waits for it, and computes it himself if it is not kept. */
interface Computing {
  key: string;
  look: Look;
  others: (() => void)[];
}

interface Keeping {
  viewpoints: Viewpoints;
  epochs: LedgerEpochs;
  /** Told of each answer that may be kept. */
  answered: (from: 'memory' | 'computed') => void;
}

const MOST_BYTES = 16 * 1024 * 1024;
/** Roughly what an answer costs beside its body. */
const OVERHEAD = 2_000;

/**
 * Answers again from memory, in the bytes that were sent, until something is recorded that the answer depends on: it is a function
 * of the ledger, the day and the request. Who asks was authorized before, and is told the position of now; of a list, that of its
 * projection.
 */
export function keepAnswers(fastify: FastifyInstance, { viewpoints, epochs, answered }: Keeping): void {
  const kept = new LRUCache<string, Kept>({
    maxSize: MOST_BYTES,
    sizeCalculation: ({ headers }, key) => Number(headers['content-length']) + key.length + OVERHEAD,
  });
  const computing = new Map<string, Computing>();
  const computedFor = new WeakMap<FastifyRequest, Computing>();
  const isSentAgain = (key: string, look: Look, request: FastifyRequest, reply: FastifyReply): boolean => {
    const found = kept.get(key);
    if (!found || !look.confirms(found.look, found.asOf)) return false;
    found.asOf = look;
    answered('memory');
    sendAgain(found, request, reply, epochs.written(look.position));
    return true;
  };
  const tellOthers = (own: Computing): void => {
    if (computing.get(own.key) === own) computing.delete(own.key);
    for (const answer of own.others.splice(0)) answer();
  };
  fastify.addHook('onRequest', (request, reply, done) => {
    const { look } = request;
    if (!look || !isKept(request)) {
      done();
      return;
    }
    const key = `${viewpoints.today()} ${languageIn(request.headers['accept-language'], 'en')} ${codingFor(request) ?? ''} ${request.url}`;
    if (isSentAgain(key, look, request, reply)) return;
    const first = computing.get(key);
    if (first?.look.isSameAs(look)) {
      first.others.push(() => {
        if (isSentAgain(key, look, request, reply)) return;
        answered('computed');
        done();
      });
      return;
    }
    answered('computed');
    const own = { key, look, others: [] };
    computing.set(key, own);
    computedFor.set(request, own);
    reply.raw.once('close', () => {
      tellOthers(own); // its client has gone
    });
    done();
  });
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const own = computedFor.get(request);
    const isText = typeof payload === 'string' || Buffer.isBuffer(payload);
    if (own?.look.isUsed && reply.statusCode === 200 && isText) {
      const { key, look } = own;
      kept.set(key, { look, asOf: look, headers: ofTheAnswer(reply, look, payload), body: payload });
    }
    done(null, payload);
    if (own) tellOthers(own);
  });
}

/** JSON that is read without a body: other representations are files, which are noted. */
const isKept = ({ method, raw, headers, routeOptions }: FastifyRequest): boolean =>
  routeOptions.config.kept === true &&
  method === 'GET' &&
  (headers.accept === undefined || headers.accept === '*/*' || headers.accept === JSON_TYPE) &&
  !hasBody(raw);

/** Those that are the same for everybody who asks. A list names the position of its projection, which is part of the answer. */
const ANSWERED = ['content-type', 'content-encoding', 'etag', 'vary', 'cache-control', 'link', 'content-location'];

const ofTheAnswer = (reply: FastifyReply, look: Look, body: string | Buffer): OutgoingHttpHeaders => ({
  ...alwaysSent(reply.request),
  ...Object.fromEntries(ANSWERED.flatMap((name) => (reply.hasHeader(name) ? [[name, reply.getHeader(name)]] : []))),
  ...(look.projections.size > 0 && { 'jalon-position': reply.getHeader('jalon-position') }),
  'content-length': Buffer.byteLength(body),
});

function sendAgain({ headers, body }: Kept, request: FastifyRequest, reply: FastifyReply, position: string): void {
  const { limits } = request;
  const sent: Record<string, OutgoingHttpHeader | undefined> = {
    ...reply.getHeaders(),
    'jalon-position': position,
    ...headers,
    [REQUEST_ID]: request.id,
  };
  if (limits) Object.assign(sent, limitHeaders(limits));
  const { tag, isKnown } = tagFor(request, withoutCoding(String(headers.etag)));
  reply.hijack();
  if (!isKnown) {
    reply.raw.writeHead(200, sent).end(body);
    return;
  }
  delete sent['content-type'];
  delete sent['content-length'];
  delete sent['content-encoding'];
  const vary = String(sent['vary']);
  sent['vary'] = vary.includes('Accept-Encoding') ? vary : `${vary}, Accept-Encoding`; // as 200 would, if it is long enough
  reply.raw.writeHead(304, { ...sent, etag: tag }).end();
}
