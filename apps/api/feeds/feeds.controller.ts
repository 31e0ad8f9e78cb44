import { Controller, Get, Headers, Inject, Query, Res, Body, Delete, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { providerModel, providerRefOf } from '#domain/provider/provider.js';
import { refuse } from '#domain/refusal.js';
import { Name } from '#domain/text/text.js';
import { because } from '#domain/validation.js';
import { canonicalJson, uuidOf } from '#event-store/encoding.js';
import { EventStore } from '#event-store/event-store.js';
import { ATOM, AtomFeeds } from '#feeds/atom-feeds.js';
import { CALENDAR, Calendars } from '#feeds/calendars.js';
import { Feeds, type FeedView, FEED_KINDS, type FeedScope, type FeedDocument } from '#feeds/feeds.js';
import { schemeName } from '#language/describe-standing.js';
import { colon, type Language, languageIn, LanguageSchema } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { decodeCursor, pageOf } from '#projections/page.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { type Filter, assertFilter, FilterSchema } from '#subscriptions/filter.js';
import { CallerKey, CallerScope, Id, Named } from '../auth/caller.js';
import { RateLimits } from '../auth/rate-limits.js';
import { Answer, listAnswer, hashOf, tagFor } from '../http/answer.js';
import { page } from '../http/query-fields.js';
import { filterFields, QueryFilters } from '../ledger/timelines.js';
import { Route } from '../openapi/route.js';
import { type ApiSettings, SETTINGS } from '../settings.js';
import { ViewServices } from '../views/view-services.js';

const PRIVATE_FEEDS = 'feeds';

const ENDINGS: Record<FeedView['kind'], string> = { calendar: 'ics', atom: 'atom' };

export const feedUrl = (publicUrl: string, kind: FeedView['kind'], token: string): string =>
  `${publicUrl}/${PRIVATE_FEEDS}/${token}.${ENDINGS[kind]}`;

/** Opens the calendar application, which then requests over HTTP(S). */
export const webcalUrl = (url: string): string => url.replace(/^https?:/, 'webcal:');

/** A path for logs, with the tokens of private feeds redacted however the path is encoded. */
export function shownPath(path: string): string {
  const decoded = path.includes('%') ? decodedPath(path) : path;
  return new RegExp(`^/+${PRIVATE_FEEDS}/`, 'i').test(decoded) ? `/${PRIVATE_FEEDS}/…` : path;
}

/** Percent-decoded; a path that is not encoded correctly stays as it is. */
export function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

const beforePosition = z
  .string()
  .regex(/^[1-9]\d{0,14}$/, { error: because('ledger-position') })
  .transform(Number)
  .optional()
  .describe('Only events before this ledger position, as given by the link `next`.');

/** Responds with a feed, or with 304 if it is unchanged. For routes with `passthrough`. */
function feedDocument(reply: FastifyReply, document: FeedDocument): string | undefined {
  const { text, type, position, fileName, isPrivate = false } = document;
  const { tag, isKnown } = tagFor(reply.request, `"${hashOf(text, 22)}"`);
  reply.headers({
    ETag: tag,
    'Jalon-Position': String(position),
    'Cache-Control': isPrivate ? 'private, no-cache' : 'no-cache',
    Vary: 'Authorization, Accept-Language',
    ...(isPrivate && { 'X-Robots-Tag': 'noindex' }),
    ...(fileName !== undefined && { 'Content-Disposition': `attachment; filename="${fileName}"` }),
  });
  if (!isKnown) {
    reply.type(`${type}; charset=utf-8`);
    return text;
  }
  reply.status(304);
  return undefined;
}

export const languageAsked = LanguageSchema.optional().describe(
  'Language; default: the preferred language of `Accept-Language`, otherwise French.',
);

export const NewFeedSchema = z
  .strictObject({
    kind: z.enum(FEED_KINDS).describe('`calendar`: deadlines, as iCalendar; `atom`: changes.'),
    name: Name.describe('Name displayed to its readers.'),
    filter: FilterSchema.default({ changes: true, deadlines: true }),
    language: LanguageSchema.default('fr'),
  })
  .refine(({ kind, filter }) => kind === 'atom' || filter.deadlines, {
    path: ['filter', 'deadlines'],
    error: because('calendar-without-deadlines'),
  })
  .refine(({ kind, filter }) => kind === 'calendar' || filter.changes, {
    path: ['filter', 'changes'],
    error: because('atom-without-changes'),
  })
  .meta({
    id: 'NewFeed',
    example: { kind: 'calendar', name: 'SecNumCloud', filter: { schemes: ['secnumcloud'] }, language: 'fr' },
  });

const FeedAnswer = z
  .object({
    id: z.uuid(),
    kind: z.enum(FEED_KINDS),
    name: z.string(),
    filter: z.record(z.string(), z.unknown()).describe('The filter as requested.'),
    language: LanguageSchema,
    createdAt: z.iso.datetime(),
    revokedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Feed' });

const NewFeedAnswer = FeedAnswer.extend({
  url: z.url().describe('Grants access to the feed without a key. Returned once; only a hash of the token is stored.'),
  webcal: z.string().optional().describe('Calendars only: the same address, which opens the calendar application.'),
}).meta({ id: 'CreatedFeed' });

const feedExample = {
  id: '2f1c7a4e-9b0d-4c3e-8a55-6f0d1b2c3d4e',
  kind: 'calendar',
  name: 'SecNumCloud',
  filter: { schemes: ['secnumcloud'], changes: true, deadlines: true },
  language: 'fr',
  createdAt: '2026-11-25T08:00:00.000Z',
  revokedAt: null,
};

const newFeedExample = {
  ...feedExample,
  url: 'https://jalon.example.org/feeds/mC9dJ0bqk1vQ3n6uXo2yT5eWz8sRfAhLgPiK4tNcVbE.ics',
  webcal: 'webcal://jalon.example.org/feeds/mC9dJ0bqk1vQ3n6uXo2yT5eWz8sRfAhLgPiK4tNcVbE.ics',
};

const feedAnswerOf = ({ createdAt, revokedAt, owner: _, ...feed }: FeedView) => ({
  ...feed,
  createdAt: createdAt.toISOString(),
  revokedAt: revokedAt?.toISOString() ?? null,
});

const ListQuery = z.strictObject(page('instant', 'uuid'));

@ApiTags('feeds')
@Controller('v1/admin/feeds')
export class FeedsController {
  constructor(
    private readonly feeds: Feeds,
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  @Post()
  @Route({
    summary: 'Create a private feed address',
    description:
      'For clients that cannot send an API key, such as calendar applications. The address is returned once and grants access to the feed until it is revoked.',
    needs: 'record',
    status: 201,
    answers: NewFeedAnswer,
    example: newFeedExample,
    problems: ['invalid-body', 'not-found'],
  })
  async createFeed(@Body({ schema: NewFeedSchema }) asked: z.output<typeof NewFeedSchema>, @CallerKey() owner: string) {
    await assertFilter(asked.filter, { events: this.events, schemes: this.schemes });
    const { feed, token } = await this.feeds.create(asked, owner);
    const url = feedUrl(this.settings.PUBLIC_URL, feed.kind, token);
    return new Answer({ ...feedAnswerOf(feed), url, ...(feed.kind === 'calendar' && { webcal: webcalUrl(url) }) });
  }

  @Get()
  @Route({
    summary: 'List private feeds in order of creation',
    description: 'Feeds created with this key, including revoked ones; all feeds with an admin key.',
    needs: 'record',
    lists: ['Feeds', FeedAnswer, feedExample],
  })
  async listFeeds(
    @Query({ schema: ListQuery }) { limit, cursor }: z.output<typeof ListQuery>,
    @CallerScope() scope: FeedScope,
  ) {
    const [createdAt, id] = cursor === undefined ? [] : decodeCursor(cursor);
    const after = createdAt === undefined ? {} : { after: { createdAt: new Date(createdAt), id: String(id) } };
    const found = await this.feeds.list(scope, { limit: limit + 1, ...after });
    return listAnswer(pageOf(found, limit, (feed) => [feed.createdAt.toISOString(), feed.id], feedAnswerOf));
  }

  @Delete(':id')
  @Route({
    summary: 'Revoke a private feed address',
    description: 'Permanent and effective immediately: requests to the address return 410. The feed remains listed.',
    needs: 'record',
    status: 204,
    problems: ['not-found'],
  })
  async revokeFeed(@Id() id: string, @CallerScope() scope: FeedScope): Promise<void> {
    await this.feeds.revoke(id, scope);
  }
}

/** Clients may add parameters to bypass caches. */
const PageQuery = z.object({ before: beforePosition });

const keyless = {
  needs: 'nothing',
  heeds: ['If-None-Match'],
  problems: ['not-found', 'feed-revoked', 'too-many-requests', 'unavailable'],
} as const;

/** Feeds at private addresses, without a key. Unknown tokens count towards the limit for wrong keys. */
@ApiTags('feeds')
@Controller(PRIVATE_FEEDS)
export class PrivateFeedsController {
  constructor(
    private readonly feeds: Feeds,
    private readonly calendars: Calendars,
    private readonly atoms: AtomFeeds,
    private readonly limits: RateLimits,
    private readonly services: ViewServices,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  @Get(':token.ics')
  @Route({
    ...keyless,
    summary: 'Get a calendar at a private address',
    description: 'The calendar of a feed, by the secret token in its address. Needs no API key.',
    produces: CALENDAR,
  })
  async getPrivateCalendar(
    @Named('token') token: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    const feed = await this.#opened(token, 'calendar', reply.request);
    return feedDocument(reply, {
      ...(await this.calendars.of(await this.services.filterOfFeed(feed), feed)),
      isPrivate: true,
    });
  }

  @Get(':token.atom')
  @Route({
    ...keyless,
    summary: 'Get an Atom feed at a private address',
    description: 'The recorded events of a feed, newest first, by the secret token in its address. Needs no API key.',
    produces: ATOM,
  })
  async getPrivateAtomFeed(
    @Named('token') token: string,
    @Query({ schema: PageQuery }) { before }: z.output<typeof PageQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    const feed = await this.#opened(token, 'atom', reply.request);
    const { id, name: title, language } = feed;
    const asked = { id, title, language, url: this.settings.PUBLIC_URL + reply.request.url, before };
    return feedDocument(reply, {
      ...(await this.atoms.of(await this.services.filterOfFeed(feed), asked)),
      isPrivate: true,
    });
  }

  /** @throws Refusal not-found, feed-revoked; Rejection too-many-requests */
  async #opened(token: string, kind: FeedView['kind'], request: FastifyRequest): Promise<FeedView> {
    await this.limits.countPublicRead(request);
    const feed = await this.limits.lookUp(request, token, () => this.feeds.open(token, kind));
    if (!feed) throw refuse('not-found', 'token', 'feed-address-unknown');
    return feed;
  }
}

const AtomQuery = z.strictObject({ ...filterFields, language: languageAsked, before: beforePosition });

@ApiTags('feeds')
@Controller('v1/changes.atom')
export class AtomController {
  constructor(
    private readonly feeds: AtomFeeds,
    private readonly filters: QueryFilters,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  @Get()
  @Route({
    summary: 'Get recorded events as an Atom feed, newest first',
    description:
      'RFC 4287, 50 entries; `rel="next"` links to the previous ones (RFC 5005). The id of an entry is the id of its event and never changes. `deadlineKinds` has no effect.',
    needs: 'public-read',
    produces: ATOM,
    heeds: ['If-None-Match'],
    problems: ['not-found'],
  })
  async getChangesFeed(
    @Query({ schema: AtomQuery }) { language: asked, before, ...query }: z.output<typeof AtomQuery>,
    @Headers('accept-language') accepted: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    const filter = await this.filters.of(query);
    const language = asked ?? languageIn(accepted);
    const id = uuidOf('changes.atom', this.settings.PUBLIC_URL, canonicalJson(filter), language);
    return feedDocument(
      reply,
      await this.feeds.of(filter, { id, language, url: this.settings.PUBLIC_URL + reply.request.url, before }),
    );
  }
}

const CalendarQuery = z.strictObject({ ...filterFields, language: languageAsked });

@ApiTags('feeds')
@Controller('v1/deadlines.ics')
export class CalendarController {
  constructor(
    private readonly calendars: Calendars,
    private readonly filters: QueryFilters,
    private readonly schemes: SchemeCatalogue,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  @Get()
  @Route({
    summary: 'Get deadlines as a calendar',
    description:
      'iCalendar (RFC 5545), one all-day event per deadline: `UID` stays the same when dates move, `SEQUENCE` increases with every change, cancelled deadlines have `STATUS:CANCELLED` for a year. Limited to the 1,000 deadlines closest to today. Filter fields for changes have no effect.',
    needs: 'public-read',
    produces: CALENDAR,
    heeds: ['If-None-Match'],
    problems: ['not-found'],
  })
  async getDeadlinesCalendar(
    @Query({ schema: CalendarQuery }) { language: asked, ...query }: z.output<typeof CalendarQuery>,
    @Headers('accept-language') accepted: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    const filter = await this.filters.of(query);
    const language = asked ?? languageIn(accepted);
    const subject = await this.#subjectOf(filter, language);
    const name = `${phrases(language).feeds.calendar.name}${colon(language)}${subject}`;
    return feedDocument(reply, await this.calendars.of(filter, { ...(subject !== undefined && { name }), language }));
  }

  /** The calendar of one provider or of one scheme has its name. */
  async #subjectOf(filter: Filter, language: Language): Promise<string | undefined> {
    const { changes: _, deadlines: __, providers, schemes, ...others } = filter;
    const [only, ...more] = [...(providers ?? []), ...(schemes ?? [])];
    if (only === undefined || more.length > 0 || Object.values(others).some((value) => value !== undefined))
      return undefined;
    if (schemes) return schemeName(only, await this.schemes.at(), language);
    return providerRefOf(only, (await this.events.load(providerStream(only), providerModel)).state).name;
  }
}
