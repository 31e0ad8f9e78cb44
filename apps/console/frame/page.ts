import { Refusal } from '#domain/refusal.js';
import { because, problemsOf } from '#domain/validation.js';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { NamesOfActors } from '#access/people.js';
import type { Principal } from '#access/principal.js';
import { addDays, type Day, dayIn, DaySchema } from '#domain/date/day.js';
import type { Look } from '#event-store/ledger-head.js';
import { type Language, LanguageSchema, languageIn } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { FOREIGN, sealOf, unsealed } from '../../api/http/query-fields.js';
import type { Need } from '../../api/http/request.js';
import { reject, Rejection, SchemaPipe } from '../../api/problem/rejection.js';
import type { ListsBehind } from '#projections/lists-behind.js';
import { YEAR_S, cookieIn, setCookie } from '../session/session-cookie.js';

export interface Page {
  language: Language;
  /** With the switch of the language, in this browser. */
  chosenLanguage: Language | undefined;
  path: string;
  query: URLSearchParams;
  /** Of the request that asks for the page; events that it records name it. */
  requestId: string;
  base: string;
  /** IANA time zone of dates and times shown. */
  zone: string;
  today: Day;
  now: Date;
  at: PointInTime;
  /** Where the ledger stood when the page was asked for; absent where nothing is read. */
  look?: Look;
  caller?: Principal;
  /** Names of those who recorded events, for readers that are signed in. */
  actors?: NamesOfActors;
  csrf?: string;
  /** Proposals that the reader may decide on. */
  proposals?: number;
  /** Readings of registers that are on hold, for readers who may decide on them. */
  heldReadings?: number;
  /** Whether somebody has signed in to an account in this browser. */
  hasAccount: boolean;
  /** How far the lists are, if they are far behind. */
  behind?: ListsBehind | undefined;
  isOpen: boolean;
  /** Without a mail server, mails are kept and not sent. */
  keepsMails: boolean;
  isAnswer: boolean;
  /** Whether the page has a form that is sent along when the language is switched. */
  keepsInput: boolean;
}

/** Bitemporal point in time: events that occurred by `asOf`, as recorded by the end of `knownOn`. */
export interface PointInTime {
  asOf: Day;
  /** Absent: all recorded events. */
  knownOn?: Day;
  knownAt?: Date;
  /** Today, with all recorded events. */
  isNow: boolean;
}

declare module 'fastify' {
  interface FastifyRequest {
    page?: Page;
  }
  interface FastifyContextConfig {
    /** The file that its form may have: read into memory, or left to be read as it arrives. */
    multipart?: 'file' | 'stream';
    /** Whether its form travels with what was entered. */
    keepsInput?: boolean;
  }
}

/** Injects the page context; on console routes only. */
export const Page = createParamDecorator((_: unknown, context: ExecutionContext): Page => exchangeIn(context).page);

/** A request with its page, its form and its response. */
export interface Exchange {
  page: Page;
  form: URLSearchParams;
  request: FastifyRequest;
  reply: FastifyReply;
}

export const Exchange = createParamDecorator((_: unknown, context: ExecutionContext): Exchange => exchangeIn(context));

export function exchangeIn(context: ExecutionContext): Exchange {
  const http = context.switchToHttp();
  const request = http.getRequest<FastifyRequest>();
  const { page, body } = request;
  if (!page) throw new Error('not a console route');
  const form = body instanceof URLSearchParams ? body : new URLSearchParams();
  return { page, form, request, reply: http.getResponse() };
}

export type Query = Readonly<Record<string, string | number | undefined>>;

/** URL of another page at the same point in time. @param path begins with a slash; its parts are encoded */
export function addressOf({ at, today }: Page, path: string, query: Query = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) params.set(name, String(value));
  if (at.asOf !== today) params.set('asOf', at.asOf);
  if (at.knownOn !== undefined) params.set('knownOn', at.knownOn);
  const text = params.toString();
  return text === '' ? path : `${path}?${text}`;
}

export const currentAddress = ({ path, query }: Page): string =>
  query.size > 0 ? `${path}?${query.toString()}` : path;

/** URL of this page with changed parameters; `undefined` removes one. Pagination and confirmation are reset. */
export function currentUrlWith({ path, query }: Page, changes: Query): string {
  const params = new URLSearchParams(query);
  for (const name of ['page', 'event', 'seen', 'done']) params.delete(name);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) params.delete(name);
    else params.set(name, String(value));
  }
  const text = params.toString();
  return text === '' ? path : `${path}?${text}`;
}

export function may({ caller, isOpen }: Pick<Page, 'caller' | 'isOpen'>, need: Need): boolean {
  if (need === 'nothing') return true;
  if (need === 'public-read') return isOpen || (caller?.scopes.has('read') ?? false);
  return caller?.scopes.has(need) ?? false;
}

/** Who is signed in; on pages that need a session only. */
export function callerOf({ caller }: Page): Principal {
  if (!caller) throw new Error('a page without a session');
  return caller;
}

/** The name of who recorded an event, on pages that need a session only. */
export const nameOfActor = ({ actors, language }: Page, actor: string): string =>
  actors?.of(actor) ?? phrases(language).console.frame.formerAccount;

const pipe = new SchemaPipe();

export const pageNumber = z
  .string()
  .regex(/^[1-9]\d{0,5}$/, { error: because('page-number') })
  .transform(Number)
  .default(1);

/**
 * The query parameters of a page. Empty ones, as forms send them, count as absent; repeated ones are joined by commas.
 *
 * @throws Rejection invalid-request
 */
export async function queryOf<S extends z.ZodType>(page: Page, schema: S): Promise<z.output<S>> {
  const { query } = page;
  const asked: Record<string, string> = {};
  for (const name of new Set(query.keys())) {
    const values = query.getAll(name).map((value) => value.trim());
    const given = values.filter((value) => value !== '');
    if (given.length > 0) asked[name] = given.join(',');
  }
  for (const name of CURSORS) {
    if (asked[name] !== undefined) asked[name] = unsealed(asked[name], cursorSealOf(page, name));
    if (asked[name] === FOREIGN) throw reject(name, 'cursor-of-other-list');
  }
  return pipe.transform(asked as z.output<S>, { type: 'query', schema: schema });
}

const CURSORS = ['cursor', 'after', 'before', 'reading'];

/** @param cursor the parameter; lists on one page have one each */
export const cursorSealOf = ({ path, query }: Page, cursor: string): string =>
  sealOf(
    `${path} ${cursor}`,
    [...query].filter(([name]) => !CURSORS.includes(name)),
  );

export async function problemsUnder(schema: z.ZodType, value: unknown) {
  try {
    await pipe.transform(value, { type: 'body', schema: schema });
    return [];
  } catch (error) {
    if (error instanceof Rejection) return error.problems;
    throw error;
  }
}

/**
 * Sets the point in time of a page from its query parameters `asOf` and `knownOn`, both days. Empty ones are ignored.
 *
 * @throws Rejection invalid-request
 */
export function pointAsked(query: URLSearchParams, page: Page): void {
  const asOf = dayAsked(query, 'asOf') ?? page.today;
  const knownOn = dayAsked(query, 'knownOn');
  page.at = {
    asOf,
    ...(knownOn !== undefined && { knownOn, knownAt: lastInstantOf(knownOn, page.zone) }),
    isNow: asOf === page.today && knownOn === undefined,
  };
}

function dayAsked(query: URLSearchParams, name: string): string | undefined {
  const day = query.get(name)?.trim() ?? '';
  if (day === '') return undefined;
  const { success, error } = DaySchema.safeParse(day);
  if (!success) throw new Rejection('invalid-request', undefined, problemsOf(error.issues, day, name));
  return day;
}

/** What is found, or `undefined` if it is refused. */
export async function unlessRefused<T>(find: () => Promise<T>): Promise<T | undefined> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

const HOUR_MS = 3_600_000;

/** The last millisecond of a day in an IANA time zone, also on days of clock changes. */
export function lastInstantOf(day: Day, zone: string): Date {
  const midnight = Date.parse(`${addDays(day, 1)}T00:00:00Z`);
  let within = midnight - 15 * HOUR_MS; // no zone is further ahead of UTC
  let beyond = midnight + 13 * HOUR_MS; // or further behind
  while (beyond - within > 1) {
    const middle = Math.floor((within + beyond) / 2);
    if (dayIn(zone, new Date(middle)) > day) beyond = middle;
    else within = middle;
  }
  return new Date(within);
}

const COOKIE = 'jalon-language';
export const chosenLanguageOf = (request: FastifyRequest): Language | undefined =>
  LanguageSchema.safeParse(cookieIn(request, COOKIE)).data;

/** The chosen language, otherwise that of `Accept-Language`. */
export const languageOf = (request: FastifyRequest): Language =>
  chosenLanguageOf(request) ?? languageIn(request.headers['accept-language']);

export function rememberLanguage(reply: FastifyReply, language: Language): void {
  setCookie(reply, COOKIE, language, ['HttpOnly', `Max-Age=${YEAR_S}`]);
}
