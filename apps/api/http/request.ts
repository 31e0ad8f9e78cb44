import type { IncomingMessage } from 'node:http';
import type { Principal, Scope } from '#access/principal.js';
import type { Look } from '#event-store/ledger-head.js';
import type { Failure } from '../problem/problem.filter.js';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** What routes, requests and the server carry beside what Fastify gives them. The console adds what its pages need. */
declare module 'fastify' {
  interface FastifyContextConfig {
    need?: Need;
    /** It is opened by a session, which a guard of its own checks, and not by an API key. */
    bySession?: true;
    /** The bodies that it reads; JSON when absent. */
    takes?: Bodies | undefined;
    produces?: readonly string[];
    /**
     * Its response is kept in memory while nothing changes that it rests on: its look knows all that it depends on, and for lists the last
     * write of their projection.
     */
    kept?: true | undefined;
    /** Its response has an ETag of its content; otherwise one of its version, if it has one. */
    etag?: 'content' | undefined;
    /** It will be removed; see docs/api.md. */
    deprecated?: Deprecated | undefined;
    /** It records an event, in the name of the request. */
    records?: true | undefined;
    /** Nobody looks before it records the event after the one before. */
    assumes?: true | undefined;
  }
  interface FastifyRequest {
    /** The holder of the key or of the session; absent on open routes and public reads. */
    caller?: Principal;
    /** Where the ledger stood when the request came. */
    look?: Look;
    /** Looks, and admits the request as of that; present if `look` only assumes. */
    admitAgain?: () => Promise<Look>;
    admittedFor?: Need;
    limits?: Limited[];
    /** The page that answers it holds no secret of a session, so that its compressed length discloses none (BREACH). */
    isWithoutSecrets?: boolean;
  }
  interface FastifyInstance {
    publicUrl: string;
    /** Every route, those of Fastify itself included. */
    routes: readonly KnownRoute[];
    /** Answers a failure as a page; `false` where none is expected. Absent: every failure is answered as a problem. */
    showFailure?: (failure: Failure, error: unknown, request: FastifyRequest, reply: FastifyReply) => boolean;
  }
}

/** Where the ledger stood when a request came. For routes that need a key or a public read. */
export function lookOf({ look }: FastifyRequest): Look {
  if (!look) throw new Error('only requests that need a key have a look');
  return look;
}

export type Need =
  /** A key with the scope. */
  | Scope
  /** As `read`; no key with `PUBLIC_READ`. */
  | 'public-read'
  | 'nothing';

export type Bodies = Readonly<Record<string, BodyReader>>;

/** @throws Rejection */
export type BodyReader = (payload: IncomingMessage, request: FastifyRequest) => unknown;

export interface KnownRoute {
  method: string;
  url: string;
  /** Absent: open to all. */
  need: Need | undefined;
}

/** A route that will be removed. Dates are days in UTC, such as `2027-01-31`. */
export interface Deprecated {
  /** Since when clients should no longer use it. */
  since: string;
  /** When it is removed at the earliest; half a year after `since` or later. Absent: not decided yet. */
  sunset?: string;
  /** The page that says what to use instead: an address, or a path of this server. */
  link: string;
}

/** A limit on the requests of one client. */
export interface Limited {
  name: string;
  quota: number;
  windowSeconds: number;
  remaining: number;
  /** Seconds until the next window. */
  reset: number;
}
