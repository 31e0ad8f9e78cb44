import type { FastifyRequest } from 'fastify';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { KeyHolder } from '#access/api-keys.js';
import type { Day } from '#domain/date/day.js';
import type { Language } from '#language/language.js';
import type { Need } from '../../auth/needs.js';

/** Whom a page is for, where it is and what it looks at. */
export interface ThisPage {
  language: Language;
  /** The address, without its query. */
  path: string;
  query: URLSearchParams;
  /** An IANA name: whose days and hours are shown. */
  zone: string;
  today: Day;
  at: PointInTime;
  /** Whose session it is; absent: nobody is signed in. */
  caller?: KeyHolder;
  /** What the forms of this session carry. */
  csrf?: string;
  /** Whether those without a session may read. */
  isOpen: boolean;
  /** Whether it answers a form: whoever goes elsewhere loses what was typed. */
  isAnswer: boolean;
}

/** What a page looks at: what had happened by a day, as was known by the end of another. */
export interface PointInTime {
  asOf: Day;
  /** Absent: everything on record. */
  knownOn?: Day;
  /** The last instant of `knownOn`. */
  knownAt?: Date;
  /** Today, with everything on record. */
  isNow: boolean;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the gate for every request to the console. */
    page?: ThisPage;
  }
}

/** Injects the page that is asked for. On a route of the console. */
export const This = createParamDecorator((_: unknown, context: ExecutionContext): ThisPage => {
  const { page } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!page) throw new Error('a route that is not of the console');
  return page;
});

type Query = Readonly<Record<string, string | number | undefined>>;

/** The address of another page, which looks at the same point in time. @param path begins with a slash; its parts are encoded */
export function addressOf({ at, today }: ThisPage, path: string, query: Query = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) params.set(name, String(value));
  if (at.asOf !== today) params.set('asOf', at.asOf);
  if (at.knownOn !== undefined) params.set('knownOn', at.knownOn);
  const text = params.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** This page with other parameters; `undefined` takes one away. A list begins anew, and what was just done is said once. */
export function thisPageWith({ path, query }: ThisPage, changes: Query): string {
  const params = new URLSearchParams(query);
  for (const name of ['page', 'event', 'seen', 'done']) params.delete(name);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) params.delete(name);
    else params.set(name, String(value));
  }
  const text = params.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** Whether the reader may see or do what needs this. */
export function may({ caller, isOpen }: Pick<ThisPage, 'caller' | 'isOpen'>, need: Need): boolean {
  if (need === 'nothing') return true;
  if (need === 'public-read') return isOpen || (caller?.scopes.has('read') ?? false);
  return caller?.scopes.has(need) ?? false;
}
